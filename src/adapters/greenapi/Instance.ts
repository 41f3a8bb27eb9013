import type { CloseReason } from "../../domain/Channel.ts"

/** The codes of an instance's states that end a connection, as `domain/Reconnect.ts` knows them. */
const codes: Readonly<Record<string, number>> = {
  notAuthorized: 1000,
  blocked: 1001,
  sleepMode: 1002,
  starting: 1003,
  yellowCard: 1004
}

/** Why an instance in this state is not connected; null when it is, or when the state is none that is known. */
export const endedBy = (state: string | null): CloseReason | null => {
  const code = state === null ? undefined : codes[state]
  return code === undefined
    ? null
    : { _tag: "Code", code, message: `the instance is ${state}`, wasPaired: true }
}
