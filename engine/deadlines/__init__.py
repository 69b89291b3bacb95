"""F6, deadlines: what waits for time. Rows with a due date that people can look at, and the sweep that fires them."""
