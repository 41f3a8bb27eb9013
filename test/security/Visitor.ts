import type { Ask, Gate } from "./Gate.ts"
import { addressOf, type Description, type JsonSchema, type Operation } from "./OpenApi.ts"

/** Stands in addresses where nothing better is known: nobody's id. */
export const nobody = "11111111-1111-4111-8111-111111111111"

/** Asks the endpoints of a description. */
export const visitor = (gate: Gate, api: Description) => {
  /** A request that fits its description, with `text` where texts are wanted. */
  const fitting = (
    operation: Operation,
    text: (name: string, schema: JsonSchema, place: "path" | "query" | "body") => string | undefined = () =>
      undefined
  ): { readonly path: string; readonly body?: string } => ({
    path: addressOf(operation, (name, place, schema) =>
      place === "path" ? (text(name, schema, place) ?? nobody) : text(name, schema, place)
    ),
    ...(operation.body === null
      ? {}
      : { body: JSON.stringify(api.sample(operation.body, (name, schema) => text(name, schema, "body"))) })
  })

  const sessions = new Map<string, string>()
  /** As a login, with another session when this one has ended by what was asked. */
  const askAs = async (
    who: string,
    { method, name }: Operation,
    { path, ...ask }: Ask & { readonly path: string }
  ) => {
    const key = `${who} ${name}`
    for (let tries = 0; ; tries++) {
      if (!sessions.has(key) || tries > 0) sessions.set(key, await gate.session(who))
      const answer = await gate.ask(method, path, { ...ask, cookie: sessions.get(key)! })
      if (answer.status !== 401 || tries === 3) return answer
    }
  }

  /** Runs `check` for each; all complaints together, because one endpoint must not hide the next. */
  const each = async (
    operations: ReadonlyArray<Operation>,
    check: (operation: Operation, complain: (words: string) => void) => Promise<void>
  ) => {
    const complaints: Array<string> = []
    let next = 0
    const work = async () => {
      for (let n = next++; n < operations.length; n = next++) {
        const operation = operations[n]!
        await check(operation, (words) => complaints.push(`${operation.name}: ${words}`))
      }
    }
    await Promise.all(Array.from({ length: 6 }, work))
    return complaints
  }

  return { fitting, askAs, each }
}
