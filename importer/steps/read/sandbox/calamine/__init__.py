"""Other formats: values through calamine, and a second look at what it leaves out (errors, hidden rows, formats)."""
