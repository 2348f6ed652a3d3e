"""What readers see of an edition: page images, thumbnails, text layers, the text by page.

Everything here is derived from the original and can be made again.
"""
