/**
 * Every statement that runs often is prepared and touches a few rows by an index, whatever its
 * values: it is planned once per connection. Planned anew each time, the read of a day's facts
 * takes several times as long to plan as to run.
 */
export const GENERIC_PLANS = 'plan_cache_mode=force_generic_plan';
