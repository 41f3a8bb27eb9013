import { NodeHttpServer } from "@effect/platform-node"
import { Effect, Layer, ManagedRuntime, Option } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import { createServer } from "node:http"
import type { ChannelId } from "../../src/domain/Ids.ts"
import * as HookRoutes from "../../src/http/webhooks/HookRoutes.ts"
import { ChannelControl, type NewChannel } from "../../src/ports/ChannelControl.ts"
import { WebhookDeliveries } from "../../src/ports/WebhookDeliveries.ts"
import { WebhookIntake } from "../../src/ports/WebhookIntake.ts"
import type { Stage } from "./Stage.ts"

/** The stage's gateway with its intake of webhooks on a port of its own, until the stage is restarted. */
export const openHooks = async (stage: Stage, wanted = 0) => {
  const context = await stage.run(Effect.context<WebhookIntake>())
  const runtime = ManagedRuntime.make(
    HttpRouter.serve(HookRoutes.layer, { disableLogger: true, disableListenLog: true }).pipe(
      Layer.provideMerge(NodeHttpServer.layer(() => createServer(), { host: "127.0.0.1", port: wanted })),
      Layer.provide(Layer.succeedContext(context)),
      Layer.orDie
    )
  )
  const port = await runtime.runPromise(
    Effect.map(HttpServer.HttpServer, ({ address }) => ("port" in address ? address.port : 0))
  )
  return {
    /** The address that the owner types at the network. */
    urlOf: async (channelId: ChannelId) => {
      const address = await stage.run(
        Effect.flatMap(WebhookDeliveries, (one) => one.address(stage.tenantId, channelId))
      )
      const { kind, hookToken } = Option.getOrThrow(address)
      return `http://127.0.0.1:${port}/hooks/${kind}/${hookToken}`
    },
    close: () => runtime.dispose()
  }
}

/** Adds a channel as its owner does, and waits until it is open. */
export const addChannel = async (stage: Stage, channel: NewChannel): Promise<ChannelId> => {
  const { id } = await stage.run(
    Effect.flatMap(ChannelControl, (control) => control.create(stage.tenantId, channel))
  )
  await stage.channelState(id, "Open")
  return id
}

/** The stage of our message with this network id, once it fits. */
export const messageStage = (stage: Stage, networkId: string, wanted: string) =>
  stage.until(
    `stage ${wanted} of ${networkId}`,
    Effect.promise(() =>
      stage.query<{ stage: string; note: string | null }>(
        "select stage, note from message where network_id = $1 and direction = 'out'",
        [networkId]
      )
    ),
    ([row]) => row?.stage === wanted
  )

/** Puts an order for likes in progress on the stage's panel; the provider knows it by ten times its number. */
export const addLikes = ({ panel }: Stage, id: number) =>
  panel.addOrder({
    id,
    user: "rahim_smm",
    status: "in_progress",
    serviceName: "Instagram Likes | Instant",
    provider: "fastlikes.example",
    externalId: String(id * 10)
  })

/** How many requests there are for an order. */
export const requestsFor = ({ query }: Stage, orderId: number) =>
  query<{ n: number }>("select count(*)::int as n from request where order_id = $1", [String(orderId)])
