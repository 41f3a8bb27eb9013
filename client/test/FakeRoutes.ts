import type { ProviderPage } from "../src/api/ProviderGateway.ts"
import type { Destination, Explanation, NewRoute, Route, RouteChange } from "../src/api/RouteGateway.ts"
import type { Reply } from "./FakeApi.ts"
import { newId } from "./Seed.ts"

const panelId = newId()
const main = newId()
const bot = newId()
const fastLikes = newId()
const goldPanel = newId()

const destination = (title: string, values: Partial<Destination> = {}): Destination => ({
  channelId: main,
  channelName: "Main",
  channelKind: "whatsapp",
  chatId: `1203630${title.length}${title.replaceAll(/\W/g, "")}@g.us`,
  kind: "group",
  title,
  number: null,
  members: 4,
  isGone: false,
  isSupport: false,
  customer: null,
  isSilent: false,
  isProvider: false,
  isMarketing: false,
  conversationId: null,
  lastText: null,
  lastAt: null,
  routes: [],
  ...values
})

const conflict = (message: string): Reply => [409, { message, reference: "req_409" }]
const wrong = (message: string): Reply => [400, { message, reference: "req_400" }]

/** Routes, and the chats that they go to, of the pretended gateway. */
export class FakeRoutes {
  routes: Array<Route> = []
  destinations: Array<Destination>
  /** Answered here where a test has no panels of its own. */
  providers: Pick<ProviderPage, "panels"> & { readonly items: ReadonlyArray<object> } = {
    items: [
      { id: fastLikes, panelId, panelName: "Main panel", alias: "FastLikes" },
      { id: goldPanel, panelId, panelName: "Main panel", alias: "GoldPanel" }
    ],
    panels: [{ panelId, panelName: "Main panel", triedAt: null, syncedAt: null, problem: null }]
  }
  /** Whether the routes' own tests ask: GET /providers and the channels' names are then these. */
  isAlone = false
  asked: Array<object> = []

  constructor() {
    const groups = Array.from({ length: 60 }, (_, index) =>
      destination(`Resellers ${String(index).padStart(2, "0")}`, { members: 20 + index })
    )
    this.destinations = [
      destination("FastLikes / Main panel Support", { members: 6 }),
      destination("Gold support desk", {
        channelId: bot,
        channelName: "Support bot",
        channelKind: "telegram"
      }),
      destination("Night shift"),
      destination("SMM Nepal help", { isSupport: true, members: 412 }),
      destination("Left long ago", { isGone: true }),
      ...groups,
      destination("Hari", { kind: "direct", number: "9779801234567", members: null, customer: "rahim_smm" })
    ]
    const [fast, gold, night] = this.destinations as [Destination, Destination, Destination]
    const provider = { kind: "provider", providerId: fastLikes } as const
    this.#make({ for: provider, command: null, place: fast })
    this.#make({ for: provider, command: null, place: night })
    this.#make({ for: provider, command: "cancel", place: night, isOn: false })
    this.#make({ for: { kind: "provider", providerId: goldPanel }, command: null, place: gold })
    this.#make({ for: { kind: "manual", panelId: null }, command: null, place: night })
    this.#make({ for: { kind: "service", panelId, serviceId: "1204" }, command: "refill", place: gold })
    this.#make({ for: { kind: "any" }, command: null, place: night, label: "Owner’s desk" })
    const broken = this.routes[4] as Route
    this.routes[4] = {
      ...broken,
      problems: ["The channel “Main” is switched off: messages wait until it is on."]
    }
  }

  answer(method: string, url: URL, body: Record<string, unknown>): Reply | undefined {
    const [, , group, id = ""] = url.pathname.split("/")
    if (this.isAlone && method === "GET" && url.pathname === "/api/providers") return [200, this.providers]
    if (group === "destinations") return this.#list(url)
    if (group !== "routes") return undefined
    if (method === "GET") return [200, { items: this.routes }]
    if (method !== "DELETE") this.asked.push(body)
    if (id === "explain") return this.#explain(body)
    if (id === "switch") {
      const ids = body["ids"] as ReadonlyArray<string>
      this.routes = this.routes.map((row) =>
        ids.includes(row.id) ? { ...row, isOn: body["isOn"] === true } : row
      )
      return [204]
    }
    if (id === "order") {
      const ids = body["ids"] as ReadonlyArray<string>
      this.routes = this.routes.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
      return [204]
    }
    if (method === "DELETE") {
      this.routes = this.routes.filter((row) => row.id !== id)
      return [204]
    }
    return method === "POST"
      ? this.#put(body as unknown as NewRoute, null)
      : this.#put(body as RouteChange, this.routes.find((row) => row.id === id) ?? null)
  }

  #list(url: URL): Reply {
    const of = (name: string) => url.searchParams.get(name) ?? ""
    const found = this.destinations
      .filter(
        (row) =>
          `${row.title} ${row.number ?? ""}`.toLowerCase().includes(of("search").toLowerCase()) &&
          (of("kind") === "" || row.kind === of("kind")) &&
          (of("channelId") === "" || row.channelId === of("channelId")) &&
          (of("use") !== "silent" || row.isSilent) &&
          (of("use") !== "provider" ||
            row.isProvider ||
            this.routes.some(({ chatId }) => chatId === row.chatId))
      )
      .map((row) => ({
        ...row,
        routes: this.routes
          .filter(({ chatId }) => chatId === row.chatId)
          .map(({ command, id, isOn, providerAlias, target }) => ({
            id,
            target,
            alias: providerAlias,
            command,
            isOn
          }))
      }))
    const from = Number(of("before") || 0)
    const limit = Number(of("limit") || 50)
    const next = from + limit < found.length ? String(from + limit) : null
    return [
      200,
      { items: found.slice(from, from + limit), next, notAsked: [{ id: bot, name: "Support bot" }] }
    ]
  }

  #make(body: Omit<NewRoute, "place"> & { readonly place: Destination }): void {
    this.#put({ ...body, place: { channelId: body.place.channelId, chatId: body.place.chatId } }, null)
  }

  #put(body: RouteChange, before: Route | null): Reply {
    const { place } = body
    const number = place !== undefined && "number" in place ? place.number : null
    if (number !== null && !number.startsWith("+")) {
      return wrong(`"${number}" has no country code. Write it with the country code.`)
    }
    const chat =
      number === null
        ? this.destinations.find(
            (row) => place !== undefined && "chatId" in place && row.chatId === place.chatId
          )
        : destination(number, { kind: "direct", chatId: `${number.replaceAll(/\D/g, "")}@s.whatsapp.net` })
    if (chat?.isSupport === true) {
      return conflict(`“${chat.title}” is a group in which customers are served. Choose another chat.`)
    }
    const what = body.for
    const base = before ?? { id: newId(), isOn: true, problems: [], serviceName: null, label: "" }
    const providerId = what?.kind === "provider" ? what.providerId : null
    const row = {
      ...base,
      ...(what === undefined
        ? {}
        : {
            target: what.kind,
            providerId,
            providerAlias: providerId === null ? null : providerId === fastLikes ? "FastLikes" : "GoldPanel",
            panelId: "panelId" in what ? what.panelId : null,
            panelName:
              "panelId" in what && what.panelId === null ? null : what.kind === "any" ? null : "Main panel",
            serviceId: what.kind === "service" ? what.serviceId : null,
            serviceName: what.kind === "service" ? "Instagram Followers, 30 days" : null
          }),
      ...(chat === undefined
        ? {}
        : {
            channelId: chat.channelId,
            channelName: chat.channelName,
            channelKind: chat.channelKind,
            chatId: chat.chatId,
            label: chat.title,
            isChecked: true
          }),
      ...(body.command === undefined ? {} : { command: body.command }),
      ...(body.label === undefined || body.label === null ? {} : { label: body.label }),
      ...(body.isOn === undefined ? {} : { isOn: body.isOn })
    } as Route
    const same = (one: Route) =>
      one.id !== row.id &&
      [one.target, one.providerId, one.serviceId, one.command, one.chatId].join() ===
        [row.target, row.providerId, row.serviceId, row.command, row.chatId].join()
    if (this.routes.some(same)) {
      return conflict("This chat gets these requests already: there is a route of the same kind to it.")
    }
    this.routes =
      before === null ? [...this.routes, row] : this.routes.map((one) => (one === before ? row : one))
    return [200, { route: row }]
  }

  #explain({ command, orderId, panelId: asked }: Record<string, unknown>): Reply {
    const none = { panels: [], order: null, command: null, refusal: null, acts: [], notDone: [] }
    if (!/^#?\d+$/.test(String(orderId))) {
      return wrong("Wrong in the body: orderId: an order's number, such as 492007588")
    }
    if (orderId === "404") return [200, { ...none, found: "none", words: "No panel knows an order 404." }]
    if (orderId === "77" && asked === undefined) {
      const panels = [
        { id: panelId, name: "Main panel" },
        { id: newId(), name: "Second" }
      ]
      const words = "Order 77 is on several panels. Choose which one is meant."
      return [200, { ...none, found: "several", words, panels }]
    }
    const explanation = {
      found: "one",
      words: "At this moment the bot would refuse it. If it were accepted: 2 get it.",
      panels: [],
      order: {
        id: String(orderId),
        panelId,
        panelName: "Main panel",
        status: "in_progress",
        serviceId: "1204",
        serviceName: "Instagram Followers | 30 Days Refill",
        isManual: false,
        providerAlias: "FastLikes",
        hasExternalId: true
      },
      command: command as "cancel",
      refusal: `Order ${String(orderId)} was asked for an hour ago.`,
      acts: [
        {
          kind: "panel",
          place: "Panel API",
          why: "the panel takes cancels itself",
          channelName: null,
          problems: [],
          text: null
        },
        {
          kind: "provider",
          place: "Night shift",
          why: "the route for the provider, cancels only",
          channelName: "Main",
          problems: ["The channel “Main” is switched off: messages wait until it is on."],
          text: "8837261 cancel"
        }
      ],
      notDone: [
        { kind: "provider", place: "Owner’s desk", why: "the route for everything else is less specific" }
      ]
    }
    return [200, explanation as unknown as Explanation]
  }
}
