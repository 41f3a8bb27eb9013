import { render } from "solid-js/web"
import "../src/styles.css"
import "./phones.css"
import { PhonesPage } from "./PhonesPage.tsx"

const root = document.getElementById("root")
if (root !== null) render(() => <PhonesPage />, root)
