"""What the record of reading adds to a page: the one statement that writes down what an answer showed."""

WRITTEN_DOWN = 1
