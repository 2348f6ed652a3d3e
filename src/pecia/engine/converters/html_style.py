"""How a page looks that brings no style of its own, and a sample that needs most of it."""

from __future__ import annotations

from base64 import b64encode

STYLE = """
@page { size: A4; margin: 20mm 18mm }
html {
  font: 11pt/1.5 "Noto Serif", "Noto Serif CJK SC", serif;
  overflow-wrap: anywhere;
}
:lang(ja) { font-family: "Noto Serif", "Noto Serif CJK JP", serif }
:lang(ko) { font-family: "Noto Serif", "Noto Serif CJK KR", serif }
:lang(zh-TW), :lang(zh-Hant) { font-family: "Noto Serif", "Noto Serif CJK TC", serif }
:lang(zh-HK) { font-family: "Noto Serif", "Noto Serif CJK HK", serif }
body { margin: 0 }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; break-after: avoid }
pre, code, kbd, samp, tt {
  font-family: "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace;
  font-size: 0.85em;
}
pre { white-space: pre-wrap; line-height: 1.35; padding: 0.6em; background: #f5f5f5 }
pre code { font-size: 1em }
table { border-collapse: collapse; max-width: 100% }
th, td { border: 0.5pt solid #999; padding: 0.2em 0.4em; vertical-align: top }
img, svg, video, object { max-width: 100%; object-fit: contain }
blockquote { margin-left: 1em; padding-left: 1em; border-left: 2pt solid #ccc }
a { color: #14549c }
"""

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><defs><linearGradient id="g">'
    '<stop offset="0" stop-color="red"/><stop offset="1"/></linearGradient></defs>'
    '<rect width="9" height="9" fill="url(#g)" stroke="#000"/><path d="M0 0L9 9" opacity=".5"/>'
    '<text x="2" y="18" font-size="8">svg</text></svg>'
)
_PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAFElEQVR42mM8ISfXwMDAwMDEAAUAGCABiFfEQTkA"
    "AAAASUVORK5CYII="
)
SAMPLE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Sample</title>
<style>.c {{ columns: 2; hyphens: auto }} .f {{ display: flex }} .g {{ display: grid }}
li::marker {{ color: red }} .b {{ background: linear-gradient(red, blue); transform: rotate(5deg) }}
</style></head><body><h1 id="top">Sample 样本 サンプル 표본</h1>
<p class="c">Some <b>bold</b>, <i>italic</i> and <b><i>both</i></b> words, <a href="#top">a link</a>
and extraordinarily incomprehensible <code>code 代码</code> &amp; symbols ≤ → ☃ 🙂.</p>
<table border="1"><tr><th>第一条</th><td>2</td></tr></table><ul><li>one<ol><li>two</ol></ul>
<div class="f"><p>a<p>b</div><div class="g"><p>a<p>b</div><p class="b">c</p><hr>
<p style="float: left">float</p><input value="field"><pre>pre</pre>
<img src="data:image/png;base64,{_PNG}"><img src="none.png" alt="none">
<img src="data:image/svg+xml;base64,{b64encode(_SVG.encode()).decode()}">{_SVG}
<p lang="ar" dir="rtl">مثال</p><p lang="th">ตัวอย่าง</p><p>नमूना דוגמה</p></body></html>"""
