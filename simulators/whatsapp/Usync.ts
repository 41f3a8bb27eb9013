import { type BinaryNode } from "@whiskeysockets/baileys"
import { type Account } from "./Account.ts"
import { digits, pnJid } from "./Jid.ts"
import { bytes, child, children, node, unixTime } from "./Node.ts"
import { type Asker } from "./Queries.ts"

/** Answers which numbers exist, which devices they have and under which LID they go. */
export const answerUsync = ({ world, account: asker }: Asker, iq: BinaryNode): BinaryNode[] => {
  const usync = child(iq, "usync")
  const wanted = new Set(children(child(usync, "query")).map(({ tag }) => tag))
  const users = children(child(usync, "list"), "user").map((user) => {
    const number = bytes(child(user, "contact")).toString()
    if (wanted.has("contact") && number) {
      const pn = digits(number)
      const isKnown = world.accounts.has(pn)
      return node("user", { jid: pnJid(pn) }, [node("contact", { type: isKnown ? "in" : "out" })])
    }
    const jid = user.attrs["jid"] ?? ""
    const account = world.byJid(jid)
    if (wanted.has("devices") && world.faults.take("noDevices", asker.pn)) {
      return node("user", { jid }, [node("devices", {}, [node("device-list")])])
    }
    return node("user", { jid }, account ? facts(account, jid, wanted) : [])
  })
  return [node("usync", {}, [node("result"), node("list", {}, users)])]
}

const facts = (account: Account, jid: string, wanted: ReadonlySet<string>): BinaryNode[] => {
  const found: BinaryNode[] = []
  if (wanted.has("contact")) found.push(node("contact", { type: "in" }))
  if (wanted.has("devices")) {
    const companions = [...account.companions.values()].map((one) =>
      node("device", { id: one.id, "key-index": one.keyIndex })
    )
    found.push(
      node("devices", {}, [
        node("device-list", {}, [node("device", { id: 0 }), ...companions]),
        node("key-index-list", { ts: unixTime() })
      ])
    )
  }
  // WhatsApp resolves a number to its LID, never back.
  if (wanted.has("lid") && !jid.endsWith("@lid")) found.push(node("lid", { val: account.jid("lid") }))
  return found
}
