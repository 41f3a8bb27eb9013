import { Effect } from "effect"
import type { RulesChanged, RulesRefused } from "../../ports/RuleBook.ts"
import { newReference, refuse } from "../answers/References.ts"
import { Conflict } from "../api/Refusals.ts"
import { RulesNotTaken } from "../api/RulesApi.ts"

/** A change that makes no sense, as its editor is told. */
export const notTaken = ({ problems, safeText }: RulesRefused): Effect.Effect<never, RulesNotTaken> =>
  Effect.suspend(() => {
    const reference = newReference()
    return Effect.logInfo("Rules were not taken").pipe(
      Effect.annotateLogs({ reference, fields: problems.map(({ field }) => field).join(", ") }),
      Effect.andThen(Effect.fail(new RulesNotTaken({ message: safeText, reference, problems })))
    )
  })

/** Somebody else was quicker. */
export const changedMeanwhile = (_: RulesChanged): Effect.Effect<never, Conflict> =>
  refuse(Conflict, "Somebody changed the rules meanwhile. Load them again, and make your change once more.")
