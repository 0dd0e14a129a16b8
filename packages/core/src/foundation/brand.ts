declare const brand: unique symbol;

/** A value of type `T` that must not be confused with another `T` of a different meaning. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
