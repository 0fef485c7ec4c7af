import './styles/main.css'
import { render } from 'preact'
render(<h1>Media</h1>, document.getElementById('app')!)
