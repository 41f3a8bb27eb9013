import { A, useLocation } from "@solidjs/router"
import { createSignal, Match, Switch } from "solid-js"
import { resetPassword } from "../api/AccountGateway.ts"
import { Button, buttonClass } from "../ui/Button.tsx"
import { createForm, textOf } from "./createForm.ts"
import { DoorPage } from "./DoorPage.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { PasswordFields } from "./PasswordFields.tsx"

/** A new password by a one-time link; its token is behind the #, which stays in the browser. */
const ResetView = () => {
  const location = useLocation()
  const token = location.hash.replace(/^#/, "")
  const form = createForm(["password"])
  const [username, setUsername] = createSignal<string | null>(null)
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    const password = textOf(event)("password")
    void form.act.run(async () => setUsername((await resetPassword({ token, password })).username))
  }
  const trouble = () => {
    const found = form.trouble()
    return found?.status === 403 ? { ...found, advice: "Ask for a new one." } : found
  }
  return (
    <DoorPage title="Choose a password">
      <Switch>
        <Match when={username()}>
          {(name) => (
            <div role="status" class="flex flex-col gap-3">
              <p>
                The password of <b class="font-medium">{name()}</b> is set. Every other log-in of it has
                ended.
              </p>
              <A href="/login" class={`${buttonClass("solid")} h-9`}>
                Log in
              </A>
            </div>
          )}
        </Match>
        <Match when={token === ""}>
          <p>The address is not complete. Open the whole link.</p>
          <A href="/forgot" class="mt-3 inline-block font-medium text-accent underline">
            Ask for a new link
          </A>
        </Match>
        <Match when={true}>
          <form class="flex flex-col gap-3" onSubmit={submit}>
            <PasswordFields name="password" label="New password" trouble={form.troubleOf("password")} />
            <FormTrouble trouble={trouble()} />
            <Button type="submit" look="solid" class="mt-1 h-9" isBusy={form.act.isBusy()}>
              Set the password
            </Button>
          </form>
        </Match>
      </Switch>
    </DoorPage>
  )
}

export default ResetView
