/** The console's entry. */
import './styles/main.css'
import { render } from 'preact'
import { App } from './app.tsx'
import { resume } from './state/session.ts'
import { t } from './texts/index.ts'

document.documentElement.lang = t.language
// Known to be checked before anything is drawn: no sign-in form flashes by.
void resume()
render(<App />, document.getElementById('app')!)
