/*
 * The site: patients, time, and the reader of the clinic's log.
 */

inline lookAtSite(subjects, when, except) {
  taken = 0;
  for (j : 0 .. VISITS - 1) {
    if
    :: j < made && j != (except) && slot[j] == (when) && (mask[j] & (subjects)) &&
        (sold[j] == LIVE || sold[j] == PENDING || sBlock[j]) ->
      taken = 1
    :: else
    fi
  }
}

inline cutStanding(subjects, when) {
  standing[when] = standing[when] & ~LANES_TOUCHED(subjects)
}

#ifdef M_SITE_SELLS_NEAR
#define FAR(when) true
#else
#define FAR(when) (when >= sFrontier)
#endif
#ifdef M_UNBOUND_SOLD_ALONE
#define BOUND(subjects, chair) true
#else
#define BOUND(subjects, chair) (subjects == SUBJECTS_OF(chair))
#endif

/* A patient books, or moves the visit old: alone where the site owns, else by asking. */
inline bookByPatient(subjects, chair, when, old, silent) {
#ifdef M_SOLD_UNSEEN
  taken = 0;
#else
  /* A request stands beside the old visit until it is answered: they may not share time. */
  if
  :: FAR(when) && BOUND(subjects, chair) && !silent -> lookAtSite(subjects, when, old)
  :: else -> lookAtSite(subjects, when, NOBODY)
  fi;
#endif
  if
  :: !taken && (standing[when] & (1 << chair)) ->
    mask[made] = subjects;
    lane[made] = chair;
    slot[made] = when;
    online[made] = 1;
    replaces[made] = old;
    siteOps++;
    if
    :: FAR(when) && BOUND(subjects, chair) && !silent ->
      sold[made] = LIVE;
      if
      :: old == NOBODY -> sAppend(BOOK, made)
      :: else -> sold[old] = ENDED; sAppend(REBOOK, made)
      fi
    :: else -> sold[made] = PENDING; sAppend(REQUEST, made)
    fi;
    made++;
    CHECK
  :: else
  fi
}

inline cancelByPatient(visit) {
  siteOps++;
  sold[visit] = ENDED;
  sAppend(CANCEL, visit)
}

inline expire(visit) {
  sold[visit] = ENDED;
#ifndef M_EXPIRY_UNTOLD
  sAppend(CANCEL, visit)
#endif
}

#define SOLD_OR_ASKED(v) (sold[v] == LIVE || sold[v] == PENDING)
#define UNANSWERED(v) (sold[v] == PENDING)

proctype patients() {
  byte m;
  byte l;
  byte s;
  byte old = NOBODY;
  byte silent;
end:
  do
  :: atomic {
      siteOps < SITE_OPS && made < VISITS ->
      select(l : 0 .. 1);
      select(s : 0 .. SLOTS - 1);
      if
      :: m = SUBJECTS_OF(l)
#ifndef NO_UNBOUND
      :: m = ALL_SUBJECTS /* a template that needs a subject which the offer does not bind */
#endif
      fi;
#ifdef UNHEARD
      select(silent : 0 .. 1); /* the clinic was not heard for too long: ask, also for far time */
#endif
#ifndef NO_REBOOK
      if
      :: true
      :: ANY(SOLD_OR_ASKED) -> CHOOSE(old, SOLD_OR_ASKED)
      fi;
#endif
      d_step {
        bookByPatient(m, l, s, old, silent);
        m = 0;
        l = 0;
        s = 0;
        old = NOBODY;
        silent = 0
      }
    }
  :: atomic {
      siteOps < SITE_OPS && ANY(SOLD_OR_ASKED) ->
      CHOOSE(m, SOLD_OR_ASKED);
      d_step { cancelByPatient(m); m = 0; CHECK }
    }
    /* A request expires, whenever it likes. */
  :: atomic {
      ANY(UNANSWERED) ->
      CHOOSE(m, UNANSWERED);
      d_step { expire(m); m = 0; CHECK }
    }
    /* The frontier moves on. */
  :: d_step {
      sFrontier < SLOTS -> sFrontier++;
      sAppend(FRONTIER_AT, sFrontier);
      CHECK
    }
  od
}

inline answerClaim(visit) {
#ifdef V_CLAIM_OK_OVER_SOLD
  taken = 0;
#else
  lookAtSite(mask[visit], slot[visit], replaces[visit]);
#endif
#ifdef M_CLAIM_COVERS_CHAIR
  lookAtSite(mask[visit] & 3, slot[visit], NOBODY);
#endif
  if
  :: taken -> sAppend(CLAIM_NO, visit)
  :: else ->
#if defined(M_CLAIM_LEAVES_PRACTITIONER) || defined(M_CLAIM_COVERS_CHAIR)
    standing[slot[visit]] = standing[slot[visit]] & ~(mask[visit] & 3);
#else
    cutStanding(mask[visit], slot[visit]);
#endif
    sAppend(CLAIM_OK, visit)
  fi
}

/* Staff took far time unasked: the offers end, and what was sold there stands beside it. */
inline answerOverride(visit) {
  taken = 0;
  for (j : 0 .. VISITS - 1) {
    if
    :: j < made && j != visit && COLLIDE(j, visit) && sold[j] == LIVE -> taken = 1
    :: else
    fi
  }
  cutStanding(mask[visit], slot[visit]);
  if
  :: taken -> sAppend(CONFLICT, visit)
  :: else -> sAppend(CLAIM_OK, visit)
  fi
}

inline takeAccept(visit) {
#ifdef M_ACCEPT_REVIVES
  sold[visit] = LIVE;
#else
  if
  :: sold[visit] == PENDING ->
    sold[visit] = LIVE;
    if
    :: replaces[visit] != NOBODY -> sold[replaces[visit]] = ENDED;
#ifndef M_REPLACED_END_UNTOLD
      sAppend(CANCEL, replaces[visit])
#endif
    :: else
    fi
  :: else
  fi
#endif
}

/* The old visit ends, the new one stands; requests in its way end, and the clinic is told. */
inline takeMove(visit) {
  sold[replaces[visit]] = ENDED;
#ifndef M_MOVE_LEAVES_REQUESTS
  for (j : 0 .. VISITS - 1) {
    if
    :: j < made && j != visit && COLLIDE(j, visit) && sold[j] == PENDING ->
      sold[j] = ENDED;
      sAppend(CANCEL, j)
    :: else
    fi
  }
#endif
  sold[visit] = LIVE
}

/* The effect of one record of the clinic. v: what it names. */
inline applyAtSite(type, v) {
  if
  :: type == OFFER -> standing[SLOT_AT(v)] = standing[SLOT_AT(v)] | (1 << LANE_AT(v))
  :: type == WITHDRAW ->
    standing[SLOT_AT(v)] = standing[SLOT_AT(v)] & ~(1 << LANE_AT(v));
    sAppend(WITHDRAWN, v)
  :: type == CLAIM -> answerClaim(v)
  :: type == BLOCK -> cutStanding(mask[v], slot[v]); sBlock[v] = 1
  :: type == UNBLOCK -> sBlock[v] = 0
  :: type == ACCEPT -> takeAccept(v)
  :: type == REJECT ->
    sold[v] = (sold[v] == PENDING -> ENDED : sold[v])
  :: type == CANCEL -> sold[v] = ENDED
  :: type == OVERRIDE -> answerOverride(v)
  :: type == MOVE -> takeMove(v)
  fi
}

inline siteStands(seq) {
  sCursor = seq;
#ifndef KEEP_LOG
  cLog[seq - 1] = 0
#endif
}

#ifdef M_SITE_TAKES_ANY
#define SITE_TAKES(seq) (seq > 0)
#else
#define SITE_TAKES(seq) (seq == sCursor + 1)
#endif

proctype site() {
  byte q;
end:
  do
  :: atomic {
#ifndef ANY_RECORD
      linked && sCursor < cHead && !sHalf -> q = sCursor + 1;
#else
      cHead > 0 && !sHalf -> select(q : 1 .. cHead);
#endif
      d_step {
        if
        :: SITE_TAKES(q) ->
          I7_once_in_order = q == sApplied + 1;
          assert(I7_once_in_order);
          applyAtSite(TYPE_OF(cLog[q - 1]), ARG_OF(cLog[q - 1]));
          sApplied = q;
#ifdef M_SITE_SPLITS
          sHalf = 1;
#else
          siteStands(q);
#endif
          CHECK
        :: else
        fi;
        q = 0
      }
    }
#ifdef M_SITE_SPLITS
  :: d_step { sHalf -> sHalf = 0; siteStands(sApplied); CHECK }
#endif
  od
}
