package dev.kiln.server.web;

/** Writes HTML. What comes from outside goes through {@link #text} or {@link #cell}, which escape it. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    /** Markup of the page itself. */
    Html markup(String markup) {
        out.append(markup);
        return this;
    }

    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return this;
    }

    /** An element with text in it. */
    Html element(String name, String text) {
        return markup("<" + name + ">").text(text).markup("</" + name + ">\n");
    }

    /** A cell of a row, with a number in it. */
    Html number(String text) {
        return markup("<td class=\"n\">").text(text).markup("</td>");
    }

    /** A cell of a row. */
    Html cell(String text) {
        return markup("<td>").text(text).markup("</td>");
    }

    /** Begins a table with these columns. */
    Html columns(String... names) {
        markup("<table>\n<tr>");
        for (String name : names) {
            markup("<th>").text(name).markup("</th>");
        }
        return markup("</tr>\n");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
