// The document page.
import { register, start } from "./registry.js";
import reader from "./behaviours/reader.js";

register({ reader });
start();
