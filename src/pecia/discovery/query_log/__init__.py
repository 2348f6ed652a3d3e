"""What people ask, without the people: counted by the day, told only when enough have asked."""
