"""Speed, measured: ratios against peers in one run, and times where a person waits."""
