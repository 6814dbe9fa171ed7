"""From numbers to scenes: where panels stand, and what happens to them step by step."""
