"""What a job is: its fields, declared once, and all that is derived from them."""
