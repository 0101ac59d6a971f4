"""Frames in: cameras, videos, images, streams and the demo clip, and the thread that owns one of them."""
