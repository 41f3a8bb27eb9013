import { Show } from "solid-js"
import { Button } from "../ui/Button.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Field } from "../ui/Field.tsx"
import { createLogin } from "./createLogin.ts"
import { DoorPage } from "./DoorPage.tsx"

/** Name and password. */
const LoginView = () => {
  const login = createLogin()
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const values = new FormData(event.currentTarget)
    login.submit(String(values.get("username") ?? "").trim(), String(values.get("password") ?? ""))
  }
  return (
    <DoorPage title="Log in">
      <form class="flex flex-col gap-3" onSubmit={submit}>
        <Field
          label="Username"
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          autofocus
        />
        <Field label="Password" name="password" type="password" autocomplete="current-password" required />
        <Show when={login.trouble()}>
          {(trouble) => (
            <div class="-mx-3">
              <ErrorBox trouble={trouble()} isSmall />
            </div>
          )}
        </Show>
        <Button type="submit" look="solid" class="mt-1 h-9" isBusy={login.isBusy()}>
          Log in
        </Button>
      </form>
      <Show when={login.needsSetup()}>
        <p class="mt-4 border-t border-line pt-4 text-muted">
          This gateway is new and has no logins yet. Open the one-time link that it printed on its console.
        </p>
      </Show>
    </DoorPage>
  )
}

export default LoginView
