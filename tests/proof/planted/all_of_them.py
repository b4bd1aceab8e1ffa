"""Bugs that have been made before, planted to see that the checker finds them."""

from tests.proof.planted import arrivals, goods, money

BUGS = (*arrivals.BUGS, *money.BUGS, *goods.BUGS)
