"""Two pictures side by side: are they of one person?"""
