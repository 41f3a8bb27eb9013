import { Effect } from "effect"
import { providers } from "../../simulators/Scene.ts"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import type { TenantId } from "../../src/domain/Ids.ts"
import { Desk } from "../../src/ports/Desk.ts"
import type { Place } from "./SecretPages.ts"
import type { Stage } from "./Stage.ts"

/**
 * Where one of the secrets stands in clear, whatever the case of its letters: empty is right (PR-03, SE-02). Looks at
 * every row of every table, what the pages are told of these tenants, the live feed, the log and further places.
 */
export const findSecrets = async (
  stage: Stage,
  tenants: ReadonlyArray<TenantId> = [stage.tenantId],
  more: ReadonlyArray<string> = [],
  places: ReadonlyArray<Place> = []
): Promise<ReadonlyArray<string>> => {
  const secrets = [
    ...providers.map(({ name }) => name),
    stage.panel.adminKey,
    stage.bot.token,
    stage.bot.token.split(":")[1]!,
    ...more
  ]
  const needles = new Map(
    secrets.flatMap((secret) => formsOf(secret).map((form) => [form.toLowerCase(), form]))
  )
  const haystacks = [
    ...(await stage.run(tables)),
    ...(await Promise.all(tenants.map((tenantId) => stage.run(deskAnswers(tenantId))))).flat(),
    ...places,
    ["live feed", stage.capture.frames.join("\n")] as const,
    ["log", stage.capture.logs.join("\n")] as const
  ]
  for (const name of ["message", "dispatch", "request", "live feed", "log", "Desk.messages"]) {
    const text = haystacks.find(([place]) => place === name)?.[1] ?? ""
    if (text.length < 100) throw new Error(`${name} was not looked at: it is empty`)
  }
  return haystacks.flatMap(([place, text]) => {
    const small = text.toLowerCase()
    return [...needles].filter(([needle]) => small.includes(needle)).map(([, form]) => `${place}: ${form}`)
  })
}

/** A secret as it is, as bytes are dumped, in base64 up to its last whole group, and as part of an address. */
const formsOf = (secret: string): ReadonlyArray<string> => {
  const bytes = Buffer.from(secret)
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString("base64")
  const forms = [secret, bytes.toString("hex"), encodeURIComponent(secret)]
  return [...new Set(whole.length < 8 ? forms : [...forms, whole])]
}

/** Log lines that tell of a defect or of work that failed for an unknown reason. */
export const troubles = (stage: Stage): ReadonlyArray<string> =>
  stage.capture.logs.filter((line) => /level=(ERROR|FATAL)/.test(line))

/** Every row of every table, in text. */
const tables = Effect.gen(function* () {
  const sql = yield* PlatformSql
  const names = yield* sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`
  return yield* Effect.forEach(names, ({ name }) =>
    Effect.map(
      sql<{ text: string | null }>`select string_agg(t::text, E'\n') as text from ${sql(name)} t`,
      ([row]) => [name.replaceAll('"', ""), row?.text ?? ""] as const
    )
  )
})

/** Everything the pages can be told of a tenant. */
const deskAnswers = Effect.fnUntraced(function* (tenantId: TenantId) {
  const desk = yield* Desk
  const page = { before: null, limit: 200 } as const
  const conversations = yield* desk.conversations(tenantId, { ...page, filter: "all", search: null })
  const answers = new Map<string, unknown>([
    ["Desk.conversations", conversations],
    ["Desk.requests", yield* desk.requests(tenantId, { ...page, status: null, search: null })],
    ["Desk.logs", yield* desk.logs(tenantId, { ...page, area: null })],
    ["Desk.channels", yield* desk.channels(tenantId)],
    [
      "Desk.conversation",
      yield* Effect.forEach(conversations.items, ({ id }) => desk.conversation(tenantId, id))
    ],
    [
      "Desk.messages",
      yield* Effect.forEach(conversations.items, ({ id }) => desk.messages(tenantId, id, page))
    ]
  ])
  return Array.from(answers, ([place, value]) => [place, JSON.stringify(value)] as const)
})
