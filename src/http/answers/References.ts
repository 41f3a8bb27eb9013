import { randomBytes } from "node:crypto"
import { Effect } from "effect"

/** The id a person can read to support and an engineer finds in the log. */
export const newReference = (): string => randomBytes(5).toString("hex")

/** A refusal's class: made of a message and a reference. */
type RefusalClass<A> = new (fields: { readonly message: string; readonly reference: string }) => A

/** Refuses with a fresh reference and logs it once, with `detail` that only the log gets. */
export const refuse = <A>(
  Refusal: RefusalClass<A>,
  message: string,
  detail?: Readonly<Record<string, unknown>>
): Effect.Effect<never, A> =>
  Effect.suspend(() => {
    const reference = newReference()
    return Effect.logInfo(`${Refusal.name}: ${message}`).pipe(
      Effect.annotateLogs({ reference, ...detail }),
      Effect.andThen(Effect.fail(new Refusal({ message, reference })))
    )
  })
