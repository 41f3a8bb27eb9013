import { Effect, Layer } from "effect"
import { lookOnce } from "../../src/actors/orders/FollowUp.ts"
import { memoryPanels } from "../../src/adapters/memory/MemoryPanels.ts"
import { memoryProviderCalls } from "../../src/adapters/memory/MemoryProviderCalls.ts"
import type { RefillState } from "../../src/domain/FollowUp.ts"
import type { ConversationId, CustomerId, PanelId, RequestId } from "../../src/domain/Ids.ts"
import type { Order, OrderStatus } from "../../src/domain/Order.ts"
import { FollowUps } from "../../src/ports/FollowUps.ts"
import { PanelPriority } from "../../src/ports/PanelPriority.ts"
import { PanelError, Panels } from "../../src/ports/Panels.ts"
import { type NewRequest, Requests } from "../../src/ports/Requests.ts"
import { received, requestMaker } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant } from "./TestStorage.ts"

/** Requests that were asked for in one chat. */
export interface Asked {
  readonly tenant: SmallTenant
  /** Their orders. */
  readonly ids: ReadonlyArray<string>
  readonly id: string
  readonly conversationId: ConversationId
  readonly customerId: CustomerId
}

let lastOrder = 600_000_000

/** Two processes' storage, panels that show what they are told, and requests that are due to be looked at. */
export const openFollowed = async () => {
  const storage = await openStorage(2)
  /** What the panels show; what is missing they do not know. */
  const orders = new Map<string, OrderStatus>()
  /** What providers' own APIs say of refills, by their numbers. */
  const refills = new Map<string, RefillState>()
  /** Panels that do not answer. */
  const away = new Set<PanelId>()
  /** Reads of panels so far. */
  const calls: Array<{ readonly ids: number; readonly priority: string }> = []

  const world = Layer.effect(
    Panels,
    Effect.map(Panels, (inner) => ({
      ...inner,
      findOrders: Effect.fnUntraced(function* (...asked: Parameters<typeof inner.findOrders>) {
        const [, panelId, ids] = asked
        calls.push({ ids: ids.length, priority: yield* PanelPriority })
        if (away.has(panelId)) {
          return yield* new PanelError({ reason: "Unreachable", mayHaveHappened: false, safeText: "" })
        }
        return yield* inner.findOrders(...asked)
      })
    }))
  ).pipe(
    Layer.provide(
      memoryPanels({
        orderOf: (panelId, id) => {
          const status = orders.get(id)
          return status === undefined ? null : ({ id, panelId, status } as Order)
        }
      })
    )
  )
  const panels = Layer.merge(world, memoryProviderCalls(refills))

  /** Makes what is asked for these orders due to be looked at. */
  const due = (ids: ReadonlyArray<string>) =>
    storage.query("update request set watch_at = now() - interval '1 second' where order_id = any($1)", [ids])

  /** Accepts requests in one chat, of a customer of its own, for orders that the panel shows so (null = not at all). */
  const ask = async (
    tenant: SmallTenant,
    status: OrderStatus | null,
    fields: Partial<NewRequest> & { readonly count?: number; readonly chat?: string } = {}
  ): Promise<Asked> => {
    const { chat = "100@lid", count = 1, ...request } = fields
    const make = await storage.run(requestMaker(tenant))
    const chatPn = chat === "100@lid" ? {} : { chatPn: null }
    const stored = await storage.run(
      received(tenant, { chatId: chat, networkId: `Q${lastOrder}`, ...chatPn })
    )
    const ids = Array.from({ length: count }, () => String(++lastOrder))
    for (const id of ids) {
      const made = make(id, { conversationId: stored.conversationId, ...request })
      await storage.run(Effect.flatMap(Requests, (requests) => requests.accept(made)))
      if (status !== null) orders.set(id, status)
    }
    await due(ids)
    const { conversationId, customerId } = make("1", { conversationId: stored.conversationId, ...request })
    return { tenant, ids, id: ids[0]!, conversationId, customerId: customerId! }
  }

  return {
    ...storage,
    orders,
    refills,
    away,
    calls,
    due,
    ask,
    tenant: (rules: Readonly<Record<string, unknown>> = {}) => storage.run(smallTenant(rules)),
    /** Forgets what is asked of the panels and lets no earlier request be due. */
    reset: async () => {
      orders.clear()
      away.clear()
      calls.length = 0
      await storage.query("update request set watch_at = null")
    },
    /** The panels as actors see them. */
    panels,
    /** One look of a process at what is due; how many requests it looked at. */
    look: (process = 0) => storage.processes[process]!.runPromise(lookOnce().pipe(Effect.provide(panels))),
    claim: (at: number) => Effect.flatMap(FollowUps, (service) => service.claim(at, at + 60_000, 1_000)),
    end: (asked: Asked, requestId: RequestId, line: string) =>
      Effect.flatMap(FollowUps, (service) =>
        service.end(
          asked.tenant.tenantId,
          asked.conversationId,
          [{ requestId, result: "done", line }],
          Date.now()
        )
      ),
    /** The order's newest request; `minutes` until the next look. */
    rowOf: async (orderId: string) => {
      const [row] = await storage.query<{
        id: RequestId
        status: string
        result: string | null
        minutes: number | null
      }>(
        `select id, status, result, extract(epoch from watch_at - now())::float8 / 60 as minutes
         from request where order_id = $1 order by id desc`,
        [orderId]
      )
      return row!
    },
    /** What the bot said in the chat, oldest first. */
    saidIn: async (conversationId: ConversationId) =>
      (
        await storage.query<{ text: string }>(
          "select text from message where conversation_id = $1 and direction = 'out' order by id",
          [conversationId]
        )
      ).map(({ text }) => text)
  }
}

export type FollowedStorage = Awaited<ReturnType<typeof openFollowed>>
