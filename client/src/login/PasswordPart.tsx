import { createSignal, Show } from "solid-js"
import { changePassword } from "../api/AccountGateway.ts"
import { useSession } from "../app/SessionContext.ts"
import { Button } from "../ui/Button.tsx"
import { Field } from "../ui/Field.tsx"
import { createForm, textOf } from "./createForm.ts"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { PasswordFields } from "./PasswordFields.tsx"

/** A new password with the old one. */
export const PasswordPart = () => {
  const { login } = useSession()
  const form = createForm(["password", "newPassword"])
  const [isOpen, setOpen] = createSignal(false)
  const [isDone, setDone] = createSignal(false)
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    const text = textOf(event)
    const body = { password: text("password"), newPassword: text("newPassword") }
    void form.act
      .run(() => changePassword(body))
      .then((isRight) => {
        setDone(isRight)
        if (isRight) setOpen(false)
      })
  }
  return (
    <Show
      when={isOpen()}
      fallback={
        <>
          <p role="status" class="mb-2 text-muted">
            {isDone()
              ? "Your password is changed. Everywhere else you are logged out."
              : "Changing it logs you out everywhere else."}
          </p>
          <Button onClick={() => setOpen(true)}>Change the password</Button>
        </>
      }
    >
      <form class="flex flex-col gap-3" onSubmit={submit}>
        {/* For password managers, which else take the wrong field for the name. */}
        <input type="hidden" name="username" autocomplete="username" value={login().username} />
        <Field
          ref={(field: HTMLInputElement) => queueMicrotask(() => field.focus())}
          label="Password until now"
          name="password"
          type="password"
          autocomplete="current-password"
          trouble={form.troubleOf("password")}
          required
        />
        <PasswordFields name="newPassword" label="New password" trouble={form.troubleOf("newPassword")} />
        <FormTrouble trouble={form.trouble()} />
        <div class="flex justify-end gap-2">
          <Button
            onClick={() => {
              form.act.forget()
              setOpen(false)
            }}
          >
            Back
          </Button>
          <Button type="submit" look="solid" isBusy={form.act.isBusy()}>
            Change
          </Button>
        </div>
      </form>
    </Show>
  )
}
