"""Painters of scenes: the payload for the player, and files by matplotlib, imageio and Pillow."""
