/*
 * What must hold after every transaction. The names of the bits are what the checker prints when
 * one does not.
 */

hidden byte I1_no_two_visits_share;
hidden byte I4_both_agree;
hidden byte I5_one_owner;
hidden byte I2_in_the_book;
hidden byte I7_once_in_order;
hidden byte book_has_no_overlap;
hidden byte conflict_is_marked;
hidden byte nobody_waits_no_visit;
hidden byte site_has_no_overlap;

#define COLLIDE(a, b) (slot[a] == slot[b] && (mask[a] & mask[b]))

/* A visit that stands: in the book or promised to a patient, and ended nowhere. */
#define STANDS(v) \
  ((inBook[v] == LIVE && sold[v] != ENDED) || (sold[v] == LIVE && inBook[v] != ENDED))

/* Overrides, and what they met, are excepted. */
inline checkVisits() {
  I1_no_two_visits_share = 1;
  book_has_no_overlap = 1;
  site_has_no_overlap = 1;
  i = 0;
  do
  :: i + 1 < made ->
    j = i + 1;
    do
    :: j < made ->
      if
      :: COLLIDE(i, j) && !override[i] && !override[j] ->
        if
        :: STANDS(i) && STANDS(j) -> I1_no_two_visits_share = 0
        :: else
        fi;
        if
        :: inBook[i] == LIVE && inBook[j] == LIVE -> book_has_no_overlap = 0
        :: else
        fi;
        if
        :: (sold[i] == LIVE || sold[i] == PENDING) && (sold[j] == LIVE || sold[j] == PENDING) ->
          site_has_no_overlap = 0
        :: else
        fi
      :: else
      fi;
      j++
    :: else -> break
    od;
    i++
  :: else -> break
  od;
  assert(I1_no_two_visits_share);
  assert(book_has_no_overlap);
  assert(site_has_no_overlap)
}

/* The site owns what its standing far offers bind; the clinic all that its announced far ones do
 * not. */
inline checkOwners() {
  I5_one_owner = 1;
  i = 0;
  do
  :: i < SLOTS ->
    if
    :: i >= sFrontier &&
        (BOUND_BY(standing[i]) & ~(i >= cFrontier -> BOUND_BY(announced[i]) : 0)) ->
      I5_one_owner = 0
    :: else
    fi;
    i++
  :: else -> break
  od;
  assert(I5_one_owner)
}

/* With everything delivered: no question is open, both know the same. */
inline checkRest() {
  I4_both_agree = cFrontier == sFrontier;
  i = 0;
  do
  :: i < SLOTS ->
    if
    :: announced[i] != standing[i] || withdrawing[i] ->
      I4_both_agree = 0
    :: else
    fi;
    checkOffersMeetPlan();
    i++
  :: else -> break
  od;
  I2_in_the_book = 1;
  conflict_is_marked = 1;
  i = 0;
  do
  :: i < made ->
    if
    :: claim[i] != CLOSED || cBlock[i] != sBlock[i] || sold[i] == PENDING -> I4_both_agree = 0
    :: else
    fi;
    if
    :: online[i] && ((sold[i] == LIVE) != (inBook[i] == LIVE)) -> I2_in_the_book = 0
    :: else
    fi;
    if
    :: override[i] && inBook[i] == LIVE && !marked[i] ->
      j = 0;
      do
      :: j < made ->
        if
        :: online[j] && inBook[j] == LIVE && COLLIDE(i, j) -> conflict_is_marked = 0
        :: else
        fi;
        j++
      :: else -> break
      od
    :: else
    fi;
    i++
  :: else -> break
  od;
  assert(I4_both_agree);
  assert(I2_in_the_book);
  assert(conflict_is_marked)
}

/* Time that should be offered is announced, and only that: it returns, and it goes. */
inline checkOffersMeetPlan() {
  set = plan[i];
  j = 0;
  do
  :: j < made ->
    if
    :: inBook[j] == LIVE && !online[j] && slot[j] == i -> set = set & ~LANES_TOUCHED(mask[j])
    :: else
    fi;
    j++
  :: else -> break
  od;
  if
  :: announced[i] != set -> I4_both_agree = 0
  :: else
  fi
}

#define CHECK \
  checkVisits(); \
  checkOwners(); \
  if \
  :: cCursor == sHead && sCursor == cHead && !cHalf && !sHalf -> checkRest() \
  :: else \
  fi
