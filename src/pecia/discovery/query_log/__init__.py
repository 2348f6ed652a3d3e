"""What people ask, without the people: counted by the week, told only when enough have asked."""
