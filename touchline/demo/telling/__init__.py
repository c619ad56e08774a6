"""The story, told to the database through the verbs everybody else uses."""
