"""What is drawn, in cells: scenes, and what stands on the stage at one moment."""
