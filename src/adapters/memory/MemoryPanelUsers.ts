import { Duration, Effect, Layer, Option } from "effect"
import type { PanelId } from "../../domain/Ids.ts"
import { PanelUsers } from "../../ports/PanelUsers.ts"
import type { PanelUser } from "../../ports/PanelUsers.ts"

/** Accounts in memory: `accountOf` says which of them a panel has, answers after `latency`; nobody opens tickets. */
export const memoryPanelUsers = (options: {
  readonly accountOf: (panelId: PanelId, identity: string) => PanelUser | null
  readonly latency?: Duration.Input
}) => {
  const pause = Effect.sleep(options.latency ?? Duration.zero)
  const find = (panelId: PanelId, identity: string) =>
    Effect.map(pause, () => Option.fromNullOr(options.accountOf(panelId, identity)))
  return Layer.succeed(PanelUsers, {
    find: (_tenantId, panelId, identity) =>
      find(panelId, identity._tag === "Username" ? identity.username : identity.email),
    account: (_tenantId, panelId, username) => find(panelId, username),
    ticketTexts: () => Effect.succeed([])
  })
}

/** An active account of which nothing else is known. */
export const activeAccount = (username: string): PanelUser => ({
  username,
  userId: null,
  email: null,
  status: "active",
  balance: null,
  spent: null,
  currency: null
})
