import { Schema } from "effect"

/** What every failed answer says: a sentence for people, and the id under which the log has the rest. */
const fields = { message: Schema.String, reference: Schema.String }

/** The request does not make sense; the message names what is wrong. */
export class BadRequest extends Schema.TaggedError<BadRequest>()("BadRequest", fields, {
  httpApiStatus: 400
}) {}

/** Nobody is logged in, or name and password do not fit. */
export class Unauthorized extends Schema.TaggedError<Unauthorized>()("Unauthorized", fields, {
  httpApiStatus: 401
}) {}

/** Logged in, but not allowed to do this. */
export class Forbidden extends Schema.TaggedError<Forbidden>()("Forbidden", fields, { httpApiStatus: 403 }) {}

/** Nothing of this id, or it belongs to somebody else. */
export class NotFound extends Schema.TaggedError<NotFound>()("NotFound", fields, { httpApiStatus: 404 }) {}

/** It cannot be done as things stand; the message says why. */
export class Conflict extends Schema.TaggedError<Conflict>()("Conflict", fields, { httpApiStatus: 409 }) {}

/** Too many tries; the Retry-After header says when to come back. */
export class TooManyRequests extends Schema.TaggedError<TooManyRequests>()("TooManyRequests", fields, {
  httpApiStatus: 429
}) {}

/** The gateway is busy; the same request may succeed in some seconds. */
export class Busy extends Schema.TaggedError<Busy>()("Busy", fields, { httpApiStatus: 503 }) {}

/** The password is right; the code of the second factor is missing, wrong or used up. */
export class CodeNeeded extends Schema.TaggedError<CodeNeeded>()("CodeNeeded", fields, {
  httpApiStatus: 401
}) {}

/** This login's role needs a second factor; until he has set one up there is nothing else for him. */
export class SecondFactorRequired extends Schema.TaggedError<SecondFactorRequired>()(
  "SecondFactorRequired",
  fields,
  { httpApiStatus: 403 }
) {}
