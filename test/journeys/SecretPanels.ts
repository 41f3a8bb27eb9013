import { Effect, Exit, Option, Redacted } from "effect"
import { type PanelSimulator, startPanelSimulator } from "../../simulators/panel/PanelSimulator.ts"
import { OrderId, type PanelId } from "../../src/domain/Ids.ts"
import type { PanelKind } from "../../src/domain/PanelKind.ts"
import { Catalogue } from "../../src/ports/Catalogue.ts"
import { PanelDetection } from "../../src/ports/PanelDetection.ts"
import { PanelUsers } from "../../src/ports/PanelUsers.ts"
import { Panels } from "../../src/ports/Panels.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { oddDescription } from "../contracts/PanelKinds.ts"
import type { Place } from "./SecretPages.ts"
import type { Stage } from "./Stage.ts"

interface KeptPanel {
  readonly kind: PanelKind
  readonly panelId: PanelId
  readonly key: string
  readonly userKey: string | undefined
}

/** A panel of each kind beside the scene's own, on one simulator; every key is another. */
export const startTalkers = async () => {
  const simulator = await startPanelSimulator({
    settings: { apis: ["admin", "user", "rental", "odd"], ratePerSecond: 0 }
  })
  // The first one is the key of the scene's own panel too.
  const key = () => simulator.addAdminKey().key
  const customerKey = (name: string) => simulator.setUser(name).apiKey
  const wanted: ReadonlyArray<Omit<KeptPanel, "panelId">> = [
    { kind: "perfect_admin_v2", key: key(), userKey: customerKey("reader.perfect") },
    { kind: "rental_admin_v1", key: key(), userKey: customerKey("reader.rental") },
    { kind: "user_api_v2", key: customerKey("reader.user"), userKey: undefined },
    { kind: "generic", key: key(), userKey: undefined }
  ]
  return {
    simulator,
    wanted,
    keys: wanted.flatMap(({ key, userKey }) => [key, ...(userKey ? [userKey] : [])])
  }
}

type Talkers = Awaited<ReturnType<typeof startTalkers>>

/** Saves them as the tenant's. */
export const addTalkers = (stage: Stage, { simulator, wanted }: Talkers) =>
  stage.run(
    Effect.forEach(wanted, ({ kind, key, userKey }) =>
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addPanel({
          tenantId: stage.tenantId,
          name: `Talker ${kind}`,
          kind,
          baseUrl: simulator.url,
          key: Redacted.make(key),
          requestsPerSecond: 100,
          ...(userKey === undefined ? {} : { userKey: Redacted.make(userKey) }),
          ...(kind === "generic" ? { settings: { description: oddDescription } } : {})
        })
      ).pipe(Effect.map((panelId): KeptPanel => ({ kind, panelId, key, userKey })))
    )
  )

/** Makes every call of every kind against a panel that says its own key and its provider in all it answers. */
export const talkWith = async (
  stage: Stage,
  simulator: PanelSimulator,
  panels: ReadonlyArray<KeptPanel>
): Promise<ReadonlyArray<Place>> => {
  const said: Array<Place> = []
  const { tenantId } = stage
  const id = OrderId.make("700000001")
  for (const { kind, panelId, key, userKey } of panels) {
    const echo = `${key} ${userKey ?? ""} of https://fastlikes.example/api/v2?key=${key} is not valid`
    for (const code of [102, 401]) {
      simulator.faults.add({ kind: "error-code", code, message: echo, times: "always" })
      const call = <A, E>(what: string, effect: Effect.Effect<A, E, Stages>) =>
        Effect.map(Effect.exit(effect), (exit) => {
          said.push([`${kind}: ${what}`, Exit.isFailure(exit) ? String(exit.cause) : ""])
          said.push([`${kind}: ${what}, as JSON`, JSON.stringify(exit)])
        })
      await stage.run(
        Effect.gen(function* () {
          const [orders, users, catalogue, detection] = [
            yield* Panels,
            yield* PanelUsers,
            yield* Catalogue,
            yield* PanelDetection
          ]
          yield* call("findOrders", orders.findOrders(tenantId, panelId, [id]))
          yield* call("cancel", orders.request(tenantId, panelId, "cancel", [id]))
          yield* call("refill", orders.request(tenantId, panelId, "refill", [id]))
          yield* call("alreadyRequested", orders.alreadyRequested(tenantId, panelId, "cancel", [id]))
          yield* call("users", users.find(tenantId, panelId, { _tag: "Username", username: "rahim_smm" }))
          yield* call("account", users.account(tenantId, panelId, "rahim_smm", 0))
          yield* call("tickets", users.ticketTexts(tenantId, panelId, "rahim_smm", 0))
          yield* call("services", catalogue.services(tenantId, panelId))
          const pasted = { url: simulator.url, key: Redacted.make(key) }
          const other = Option.map(Option.fromUndefinedOr(userKey), (text) => Redacted.make(text))
          yield* call("detect", detection.detect({ ...pasted, userKey: other }))
        })
      )
      simulator.faults.clear()
    }
  }
  return said
}

type Stages = Panels | PanelUsers | Catalogue | PanelDetection
