import type { Attempt, DeadLetter, TroubleState } from "../api/DispatchGateway.ts"
import type { Tone } from "../ui/StatusBadge.tsx"

interface StateWord {
  readonly label: string
  readonly tone: Tone
  readonly meaning: string
}

/** What is wrong with a dispatch. */
export const troubleWords: Readonly<Record<TroubleState, StateWord>> = {
  dead: { label: "Failed", tone: "bad", meaning: "Given up after the last try; it waits for you" },
  uncertain: { label: "Uncertain", tone: "warn", meaning: "It may have arrived; nobody knows" },
  retrying: { label: "Trying again", tone: "busy", meaning: "The gateway tries again by itself" },
  dismissed: { label: "Dismissed", tone: "off", meaning: "Somebody put it away" }
}

/** Through what it was to go. */
export const wayWords: Readonly<Record<DeadLetter["kind"], string>> = {
  panel: "Panel API",
  provider: "Chat",
  provider_api: "Provider’s API",
  provider_ticket: "Provider’s ticket"
}

/** Where a dispatch was to go: a chat by its title, else the way. */
export const placeWords = ({ destination, kind }: DeadLetter): string => destination?.title ?? wayWords[kind]

/** How an attempt ended. */
export const attemptWords: Readonly<
  Record<Attempt["outcome"], { readonly label: string; readonly tone: Tone }>
> = {
  done: { label: "Done", tone: "ok" },
  retrying: { label: "Failed, tried again", tone: "warn" },
  dead: { label: "Failed, given up", tone: "bad" },
  uncertain: { label: "Uncertain", tone: "warn" },
  unknown: { label: "Cut off before an answer", tone: "off" }
}
