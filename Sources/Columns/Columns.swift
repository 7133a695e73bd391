// The front page of this module.
