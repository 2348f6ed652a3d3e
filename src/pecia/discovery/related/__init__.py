"""Documents that are like another one by what is written in them."""
