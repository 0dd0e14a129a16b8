/*
 * Staff: they book, cancel, stop waiting, and plan what is offered.
 */

#ifdef M_OFFERS_BIND_CHAIR
#define OFFERED_TO_SITE(subjects, when) (announced[when] & (subjects) & 3)
#else
#define OFFERED_TO_SITE(subjects, when) (announced[when] & LANES_TOUCHED(subjects))
#endif

/* Own and near time is taken at once; far offered time is asked for, or overridden. */
inline bookByStaff(subjects, when, force) {
  lookInBook(subjects, when, NOBODY);
  if
  :: taken
  :: else ->
    mask[made] = subjects;
    slot[made] = when;
    if
    :: !OFFERED_TO_SITE(subjects, when) -> inBook[made] = LIVE
    :: OFFERED_TO_SITE(subjects, when) && when < cFrontier ->
      inBook[made] = LIVE;
#ifndef M_BLOCK_UNTOLD
      cBlock[made] = 1;
      cAppend(BLOCK, made);
#endif
#ifndef V_BLOCK_NOT_CUT
      cutAnnounced(subjects, when)
#endif
    :: OFFERED_TO_SITE(subjects, when) && when >= cFrontier && !force ->
      claim[made] = ASKED;
      cAppend(CLAIM, made)
    :: OFFERED_TO_SITE(subjects, when) && when >= cFrontier && force ->
      inBook[made] = LIVE;
      override[made] = 1;
      cAppend(OVERRIDE, made);
#ifdef M_OVERRIDE_CUTS_AT_ONCE
      cutAnnounced(subjects, when)
#else
      claim[made] = ABANDONED
#endif
    fi;
    staffOps++;
    made++;
    announce();
    CHECK
  fi
}

/* Staff no longer wait for the answer. */
inline abandon(visit) {
#ifdef M_TAKEN_AFTER_WAITING
  lookInBook(mask[visit], slot[visit], NOBODY);
  inBook[visit] = (taken -> NONE : LIVE);
  claim[visit] = CLOSED;
#elif defined(M_ABANDONED_IS_FORGOTTEN)
  claim[visit] = CLOSED;
#else
  claim[visit] = ABANDONED;
#endif
}

inline cancelByStaff(visit) {
  staffOps++;
  endInBook(visit);
  if
  :: online[visit] ->
#ifndef M_CANCEL_UNTOLD
    cAppend(CANCEL, visit)
#else
    skip
#endif
  :: else
  fi;
  announce()
}

#ifdef MOVES
/* Staff move a visit that the site knows: near and own time at once, far time by a claim. */
inline moveByStaff(old, subjects, when) {
  lookInBook(subjects, when, old);
  if
  :: taken
  :: else ->
    mask[made] = subjects;
    slot[made] = when;
    online[made] = 1;
    replaces[made] = old;
    if
    :: OFFERED_TO_SITE(subjects, when) && when >= cFrontier ->
      claim[made] = ASKED;
      cAppend(CLAIM, made)
    :: else -> settleMove(made)
    fi;
    staffOps++;
    made++;
    announce();
    CHECK
  fi
}

#define KNOWN(v) (inBook[v] == LIVE && online[v])
#endif

#define IN_BOOK(v) (inBook[v] == LIVE)
#define AWAITED(v) (claim[v] == ASKED)

proctype staff() {
  byte m;
  byte s;
  byte f;
end:
  do
  :: atomic {
      staffOps < STAFF_OPS && made < VISITS ->
      if
      :: m = 5
      :: m = 6
      :: m = 2 /* the second chair with somebody else, who is not offered */
      fi;
      select(s : 0 .. SLOTS - 1);
#ifndef NO_OVERRIDE
      select(f : 0 .. 1);
#endif
      d_step { bookByStaff(m, s, f); m = 0; s = 0; f = 0 }
    }
  :: atomic {
      staffOps < STAFF_OPS && ANY(IN_BOOK) ->
      CHOOSE(m, IN_BOOK);
      d_step { cancelByStaff(m); m = 0; CHECK }
    }
#ifdef MOVES
  :: atomic {
      staffOps < STAFF_OPS && made < VISITS && ANY(KNOWN) ->
      CHOOSE(f, KNOWN);
      if
      :: m = 5
      :: m = 6
      fi;
      select(s : 0 .. SLOTS - 1);
      d_step { moveByStaff(f, m, s); m = 0; s = 0; f = 0 }
    }
#endif
    /* A preblock is placed or removed. */
  :: atomic {
      staffOps < STAFF_OPS ->
      select(m : 0 .. 1);
      select(s : 0 .. SLOTS - 1);
      d_step {
        staffOps++;
        plan[s] = plan[s] ^ (1 << m);
        announce();
        m = 0;
        s = 0;
        CHECK
      }
    }
  :: atomic {
      ANY(AWAITED) ->
      CHOOSE(m, AWAITED);
      d_step { abandon(m); announce(); m = 0; CHECK }
    }
  od
}
