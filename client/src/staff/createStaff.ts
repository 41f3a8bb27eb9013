import { createSignal } from "solid-js"
import {
  addMember,
  changeMember,
  listStaff,
  makeLink,
  removeMember,
  type Member,
  type MemberChange,
  type Permission,
  type TeamPath
} from "../api/AccessGateway.ts"
import { createAct } from "../ui/createAct.ts"
import { createRead } from "../ui/createRead.ts"

/** A link to hand on: it works once, until `expiresAt`. */
export interface HandedLink {
  readonly username: string
  readonly url: string
  readonly expiresAt: number
}

/** A team's logins, and what the page does with them. */
export const createStaff = (team: TeamPath) => {
  const list = createRead((signal) => listStaff(team, signal))
  const act = createAct()
  const [link, setLink] = createSignal<HandedLink | null>(null)

  const change = (member: Member, wanted: MemberChange, what: string) =>
    act.run(async () => {
      await changeMember(team, member.id, wanted)
      list.reload()
    }, what)
  const handLink = async ({ id, username }: Pick<Member, "id" | "username">) => {
    const { path, expiresAt } = await makeLink(id)
    setLink({ username, url: `${location.origin}${path}`, expiresAt })
  }

  return {
    team,
    list,
    act,
    link,
    forgetLink: () => setLink(null),
    toggle: (member: Member, permission: Permission, isOn: boolean) =>
      change(
        member,
        {
          permissions: isOn
            ? [...member.permissions, permission]
            : member.permissions.filter((one) => one !== permission)
        },
        `${member.id} ${permission}`
      ),
    setActive: (member: Member, isActive: boolean) =>
      change(member, { status: isActive ? "active" : "suspended" }, member.id),
    add: (username: string, permissions: ReadonlyArray<Permission>) =>
      act.run(async () => {
        const member = await addMember(team, { username, permissions })
        list.reload()
        await handLink(member)
      }, "add"),
    newLink: (member: Member) => act.run(() => handLink(member), `${member.id} link`),
    remove: (member: Member) =>
      act.run(async () => {
        await removeMember(team, member.id)
        list.reload()
      }, member.id)
  }
}

export type StaffWork = ReturnType<typeof createStaff>
