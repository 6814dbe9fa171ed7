"""What lessons of one kind of layer share: state, arrays, checks, sizes, costs."""
