import { Clock, Effect, Exit, Fiber, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { type Ask, makeOrderWork } from "../../src/actors/orders/OrderWork.ts"
import { newId } from "../../src/adapters/postgres/NewId.ts"
import { ConversationId, CustomerId, MessageId, OrderId, type ProviderId } from "../../src/domain/Ids.ts"
import type { Order } from "../../src/domain/Order.ts"
import type { OrderAnswer } from "../../src/domain/OrderAnswer.ts"
import { ownWords } from "../../src/domain/parsing/OwnWords.ts"
import { defaultRules } from "../../src/domain/Rules.ts"
import { Panels } from "../../src/ports/Panels.ts"
import { Requests } from "../../src/ports/Requests.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { Tenants } from "../../src/ports/Tenants.ts"
import { Vault } from "../../src/ports/Vault.ts"
import { received } from "../contracts/Rows.ts"
import { smallTenant, type SmallTenant, type TestStorage } from "../contracts/TestStorage.ts"
import { orderCount, orderWithoutProvider, type ModelRules, type Question, type Who } from "./OrderModel.ts"

/** What all runs share: a tenant with a provider, a customer who owns the orders and one who does not. */
export interface Household extends SmallTenant {
  readonly providerId: ProviderId
  readonly providerMark: string
  readonly conversationId: ConversationId
  readonly customers: Readonly<Record<"owner" | "stranger", CustomerId>>
}

/** A tenant for all runs of one database. */
export const makeHousehold = Effect.gen(function* () {
  const setup = yield* TenantSetup
  const vault = yield* Vault
  const tenant = yield* smallTenant()
  const { tenantId, panelId } = tenant
  const name = Redacted.make("fastlikes.example")
  const providerId = yield* setup.addProvider({ tenantId, panelId, alias: "FastLikes", name })
  const { conversationId } = yield* received(tenant, { networkId: newId() })
  const customer = (username: string) => setup.addCustomer({ tenantId, panelId, username, contacts: [] })
  const customers = { owner: yield* customer("rahim"), stranger: yield* customer("karim") }
  const household: Household = {
    ...tenant,
    providerId,
    providerMark: vault.mark(tenantId, "fastlikes.example"),
    conversationId,
    customers
  }
  return household
})

/** Where an ask is cut off: after so many turns of the event loop, or when its commit is made and its answer is not. */
export type CutAt = number | "committed"

let lastOrder = 600_000_000

/** Some fresh orders of the household and their actors, as far as they matter here: each order's work, and its memory. */
export const openOrders = async (storage: TestStorage, household: Household) => {
  const { tenantId, panelId } = household
  const ids = Array.from({ length: orderCount }, () => OrderId.make(String(++lastOrder)))
  const clock = await storage.run(Effect.scoped(TestClock.make()))
  const commits = new Set<Promise<unknown>>()
  let rules = defaultRules
  let turn = 0

  const panels = Panels.of({
    findOrders: () => Effect.die("orders are given with the question"),
    canRequest: (_tenantId, _panelId, command) => Effect.succeed(command === "cancel"),
    request: () => Effect.die("nobody calls the panel here"),
    alreadyRequested: () => Effect.die("nobody calls the panel here")
  })

  /** The rules of this run, and a provider's chat for each order, so that no two orders share a provider message. */
  const tenants = (order: number) =>
    Tenants.of({
      config: () =>
        Effect.sync(() => ({
          rules,
          words: ownWords({ aliases: rules.aliases, customs: rules.customCommands }),
          hasSupportGroups: false,
          providerChats: [],
          panels: [{ id: panelId, name: "Panel" }],
          providers: [
            {
              id: household.providerId,
              panelId,
              alias: "FastLikes",
              mark: household.providerMark,
              words: {},
              format: null,
              isForwarded: true,
              isPanelAsked: true,
              offForward: [],
              offPanel: []
            }
          ],
          routes: [
            {
              id: null as never,
              target: "any",
              providerId: null,
              panelId: null,
              serviceId: null,
              command: null,
              channelId: household.telegram,
              chatId: `-${ids[order]}`,
              label: "Provider",
              isOn: true
            }
          ]
        })),
      withChannels: Effect.succeed([tenantId])
    })

  /** An order's work in one of the processes, with no memory; `onCommit` hears of its commits before it does itself. */
  const startWork = (order: number, onCommit: Effect.Effect<void> = Effect.void) => {
    const process = storage.processes[turn++ % storage.processes.length]!
    const made = Effect.gen(function* () {
      const real = yield* Requests
      const requests = Requests.of({
        ...real,
        // A statement that is on its way is carried out, whether or not anybody waits for it any more.
        accept: (request) =>
          Effect.suspend(() => {
            const commit = process.runPromise(real.accept(request))
            commits.add(commit)
            return Effect.tap(
              Effect.promise(() => commit),
              () => onCommit
            )
          })
      })
      return yield* makeOrderWork(tenantId, panelId, ids[order]!).pipe(
        Effect.provideService(Requests, requests),
        Effect.provideService(Panels, panels),
        Effect.provideService(Tenants, tenants(order))
      )
    })
    const work = process.runPromise(made)
    return async (ask: Ask) =>
      process.runFork((await work).answer(ask).pipe(Effect.provideService(Clock.Clock, clock)))
  }
  type Work = ReturnType<typeof startWork>

  const actors = new Map<number, Work>()
  const actorOf = (order: number): Work => {
    const work = actors.get(order) ?? startWork(order)
    actors.set(order, work)
    return work
  }

  const snapshot = ({ order, status }: Question): Order | null =>
    status === null
      ? null
      : {
          id: ids[order]!,
          panelId,
          username: "Rahim",
          status,
          serviceId: "1",
          serviceName: "Likes",
          externalId: order === orderWithoutProvider ? null : `8${ids[order]}`,
          providerMark: household.providerMark,
          link: null,
          quantity: 100,
          startCount: null,
          remains: null,
          createdAt: null,
          updatedAt: null,
          isRefillOffered: null,
          isCancelOffered: null
        }

  const askOf = (question: Question, isResumed: boolean): Ask => ({
    asked: question.asked,
    order: snapshot(question),
    ...askerOf(household, question.who),
    language: null,
    isBulk: question.isBulk,
    conversationId: household.conversationId,
    messageId: MessageId.make(question.message),
    heldUntil: clock.currentTimeMillisUnsafe(),
    isResumed,
    trace: []
  })

  const answerOf = async (work: Work, question: Question, isResumed = false): Promise<OrderAnswer> => {
    const fiber = await work(askOf(question, isResumed))
    const { answer } = await storage.run(Fiber.join(fiber))
    return answer
  }

  return {
    ids,
    setTime: (now: number) => storage.run(clock.setTime(now)),
    setRules: (changed: ModelRules) => {
      rules = { ...defaultRules, isGuaranteeChecked: false, ...changed }
    },
    /** Asks the order's actor. */
    ask: (question: Question, isResumed = false) => answerOf(actorOf(question.order), question, isResumed),
    /** Asks all at once, each through an actor of its own: as if there were none. */
    race: (questions: ReadonlyArray<Question>) =>
      Promise.all(questions.map((question) => answerOf(startWork(question.order), question))),
    /** Asks and stops in the middle; the order's actor is gone then. Its statements may still be under way. */
    cut: async (question: Question, at: CutAt) => {
      actors.delete(question.order)
      let committed = () => {}
      const isCommitted = new Promise<void>((resolve) => (committed = resolve))
      const holdBack = Effect.andThen(Effect.sync(committed), Effect.never)
      const work = startWork(question.order, at === "committed" ? holdBack : Effect.void)
      const fiber = await work(askOf(question, false))
      if (at === "committed") await Promise.race([isCommitted, storage.run(Fiber.await(fiber))])
      else for (let n = 0; n < at; n += 1) await new Promise((resolve) => setImmediate(resolve))
      await storage.run(Fiber.interrupt(fiber))
      const exit = await storage.run(Fiber.await(fiber))
      return Exit.isSuccess(exit)
    },
    /** Waits until no statement of a stopped ask is under way. */
    calm: async () => {
      while (commits.size > 0) {
        const all = [...commits]
        await Promise.all(all)
        for (const one of all) commits.delete(one)
      }
    },
    /** The order's actor loses its memory. */
    forget: (order: number) => void actors.delete(order)
  }
}

export type Orders = Awaited<ReturnType<typeof openOrders>>

const askerOf = ({ customers }: Household, who: Who): Pick<Ask, "customerId" | "asker"> => {
  const asker = (username: string, isTrusted = false) => ({ username, userId: null, isTrusted })
  switch (who) {
    case "owner":
      return { customerId: customers.owner, asker: asker("Rahim") }
    case "OWNER":
      return { customerId: customers.owner, asker: asker("RAHIM") }
    case "stranger":
      return { customerId: customers.stranger, asker: asker("karim") }
    case "trusted":
      return { customerId: null, asker: asker("staff", true) }
  }
}
