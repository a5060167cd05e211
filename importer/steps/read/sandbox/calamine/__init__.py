"""Other formats: values through calamine, and from the records what it leaves out (errors, hidden rows, formats)."""
