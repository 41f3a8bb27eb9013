import { type BinaryNode } from "@whiskeysockets/baileys"
import { type Account } from "./Account.ts"
import { type Companion } from "./Companion.ts"
import { answerGroupQuery } from "./GroupQueries.ts"
import { answerEncryptGet, answerEncryptSet } from "./KeyQueries.ts"
import { SERVER } from "./Jid.ts"
import { child, children, node } from "./Node.ts"
import { answerUsync } from "./Usync.ts"
import { type World } from "./World.ts"

/** Who asks, and where. */
export interface Asker {
  readonly world: World
  readonly account: Account
  readonly companion: Companion
}

type Answer = ReadonlyArray<BinaryNode>

/** Answers a query of a logged-in companion, unless a failure forbids it. */
export const answerQuery = (asker: Asker, iq: BinaryNode): void => {
  const { world, account, companion } = asker
  const { id, xmlns = "", type, to } = iq.attrs
  if (world.faults.take("noAnswer", account.pn, (fault) => fault.xmlns === xmlns)) return
  if (xmlns === "w:p" && world.faults.take("noPong", account.pn)) return
  const error = world.faults.take("queryError", account.pn, (fault) => fault.xmlns === xmlns)
  if (error) {
    const content = [node("error", { code: error.code, text: error.text ?? "rate-overlimit" })]
    companion.connection?.send(node("iq", { type: "error", id, from: to ?? SERVER }, content))
    return
  }
  const answer = answers[`${type} ${xmlns}`]?.(asker, iq) ?? []
  const outcome = answer[0]?.tag === "error" ? "error" : "result"
  companion.connection?.send(node("iq", { type: outcome, id, from: to ?? SERVER }, answer))
}

const answers: Record<string, (asker: Asker, iq: BinaryNode) => Answer> = {
  "get encrypt": answerEncryptGet,
  "set encrypt": answerEncryptSet,
  "get usync": answerUsync,
  "get w:g2": answerGroupQuery,
  "get abt": () => [node("props", { protocol: 1, hash: "simulator" })],
  "get blocklist": () => [node("list", { dhash: "0" })],
  "get privacy": () => [
    node(
      "privacy",
      {},
      ["readreceipts", "last", "online", "profile", "status", "groupadd", "calladd"].map((name) =>
        node("category", { name, value: "all" })
      )
    )
  ],
  "set w:m": () => [
    node("media_conn", { auth: "simulator", ttl: 3600 }, [
      node("host", { hostname: "127.0.0.1", maxContentLengthBytes: 1_000_000 })
    ])
  ],
  // The same version again means that there is nothing to sync.
  "set w:sync:app:state": (_, iq) => [
    node(
      "sync",
      {},
      children(child(iq, "sync"), "collection").map(({ attrs: { name, version } }) =>
        node("collection", { name, version })
      )
    )
  ],
  "set md": ({ world, account, companion }, iq) => {
    if (child(iq, "remove-companion-device")) {
      account.companions.delete(companion.id)
      world.emit({ type: "unlinked", number: account.pn, device: companion.id })
    }
    return []
  }
}
