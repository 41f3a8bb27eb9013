import { createSignal } from "solid-js"
import type { User } from "../api/AccessGateway.ts"
import { Confirm } from "../ui/Confirm.tsx"
import { Field } from "../ui/Field.tsx"
import { nameOf } from "./userWords.ts"
import type { Users } from "./createUsers.ts"

/** What is asked before a status is changed. */
export interface StatusWish {
  readonly users: ReadonlyArray<User>
  readonly status: User["status"]
}

const verbs = { active: "Reactivate", suspended: "Suspend", banned: "Ban" } as const

/** Asks once more, and for a reason that both logs keep. */
export const StatusQuestion = (props: {
  readonly users: Users
  readonly wish: StatusWish
  readonly onClose: () => void
}) => {
  const [reason, setReason] = createSignal("")
  const [first] = props.wish.users
  const who = () =>
    props.wish.users.length === 1 && first !== undefined ? nameOf(first) : `${props.wish.users.length} users`
  const decide = async () => {
    const ids = props.wish.users.map(({ id }) => id)
    if (await props.users.setUsersStatus(ids, props.wish.status, reason().trim())) {
      props.users.pickNone()
      props.onClose()
    }
  }
  return (
    <Confirm
      title={`${verbs[props.wish.status]} ${who()}?`}
      yes={verbs[props.wish.status]}
      no="Back"
      isDanger={props.wish.status !== "active"}
      isBusy={props.users.act.isBusy()}
      trouble={props.users.act.trouble()}
      onYes={() => void decide()}
      onNo={props.onClose}
    >
      <p class="mb-3">
        {props.wish.status === "active"
          ? "They can log in again, and their channels connect again."
          : "Everybody of the workspace is logged out at once, its bots fall silent, its API keys open nothing. Nothing is lost: it can be reactivated."}
      </p>
      <Field
        label="Reason"
        hint="Kept in the platform’s log and in the workspace’s."
        maxlength={300}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
    </Confirm>
  )
}
