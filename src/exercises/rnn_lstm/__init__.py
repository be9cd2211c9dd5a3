"""Exercises of the chapter whose notebook is 05_rnn_lstm."""
