import { type BinaryNode } from "@whiskeysockets/baileys"
import { type Account } from "./Account.ts"
import { type Group } from "./Group.ts"
import { child, node } from "./Node.ts"
import { type Asker } from "./Queries.ts"

/** Answers with one group's metadata, or with all groups of the asking number. */
export const answerGroupQuery = ({ world, account }: Asker, iq: BinaryNode): BinaryNode[] => {
  if (child(iq, "participating")) {
    const own = [...world.groups.values()].filter((group) => group.members.has(account))
    return [node("groups", {}, own.map(groupStanza))]
  }
  const group = world.groups.get(iq.attrs["to"] ?? "")
  return group?.members.has(account)
    ? [groupStanza(group)]
    : [node("error", { code: 403, text: "forbidden" })]
}

/** The metadata of a group as the server gives it. */
export const groupStanza = (group: Group): BinaryNode => {
  const { addressing, creation, subject } = group
  const members = [...group.members]
  const creator = members[0]
  return node(
    "group",
    {
      id: group.jid.split("@")[0],
      subject,
      s_t: creation,
      s_o: creator?.jid(addressing),
      creation,
      creator: creator?.jid(addressing),
      creator_pn: creator?.jid("pn"),
      addressing_mode: addressing,
      size: members.length
    },
    members.map((member) => participantStanza(group, member))
  )
}

/** One member as the metadata and the notifications of a group name him. */
export const participantStanza = ({ addressing, members }: Group, member: Account): BinaryNode => {
  const [creator] = members
  return node("participant", {
    jid: member.jid(addressing),
    ...(addressing === "lid" ? { phone_number: member.jid("pn") } : { lid: member.jid("lid") }),
    type: member === creator ? "superadmin" : undefined
  })
}
