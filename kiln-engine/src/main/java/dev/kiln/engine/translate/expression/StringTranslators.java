package dev.kiln.engine.translate.expression;

import static dev.kiln.sql.SqlTrees.binary;
import static dev.kiln.sql.SqlTrees.call;
import static dev.kiln.sql.SqlTrees.callAs;
import static dev.kiln.sql.SqlTrees.choose;
import static dev.kiln.sql.SqlTrees.equal;

import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.BinaryExpression;
import org.apache.spark.sql.catalyst.expressions.Concat;
import org.apache.spark.sql.catalyst.expressions.ConcatWs;
import org.apache.spark.sql.catalyst.expressions.Contains;
import org.apache.spark.sql.catalyst.expressions.EndsWith;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Length;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Lower;
import org.apache.spark.sql.catalyst.expressions.Reverse;
import org.apache.spark.sql.catalyst.expressions.StartsWith;
import org.apache.spark.sql.catalyst.expressions.StringInstr;
import org.apache.spark.sql.catalyst.expressions.StringRepeat;
import org.apache.spark.sql.catalyst.expressions.StringReplace;
import org.apache.spark.sql.catalyst.expressions.StringTrim;
import org.apache.spark.sql.catalyst.expressions.StringTrimLeft;
import org.apache.spark.sql.catalyst.expressions.StringTrimRight;
import org.apache.spark.sql.catalyst.expressions.Substring;
import org.apache.spark.sql.catalyst.expressions.Upper;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Functions of strings. Collations other than the binary one are Catalyst's alone. */
final class StringTranslators {
    private static final PrimitiveType TEXT = PrimitiveType.VARCHAR;

    private StringTranslators() {}

    static void register(ExpressionRegistry.Builder builder) {
        builder.add(Upper.class, (e, o) -> guardedSupport(e.child()), (e, s) -> ascii("upper", e, e.child(), s));
        builder.add(Lower.class, (e, o) -> guardedSupport(e.child()), (e, s) -> ascii("lower", e, e.child(), s));
        builder.add(Reverse.class, (e, o) -> guardedSupport(e.child()), (e, s) -> ascii("reverse", e, e.child(), s));
        builder.add(
                Length.class,
                (e, o) -> Support.utf8If(allBinaryStrings(e.children())),
                (e, s) -> callAs(PrimitiveType.INTEGER, "length", s.translate(e.child())));
        builder.add(Concat.class, (e, o) -> concatSupport(e), (e, s) -> concat(s.translateAll(e.children())));
        builder.add(
                ConcatWs.class,
                (e, o) -> Support.nativeIf(e.children().size() > 1 && allBinaryStrings(e.children())),
                (e, s) -> new SqlExpr.Call("concat_ws", s.translateAll(e.children()), TEXT));
        predicate(builder, Contains.class, "contains");
        predicate(builder, StartsWith.class, "starts_with");
        predicate(builder, EndsWith.class, "suffix");
        builder.add(
                Like.class,
                (e, o) -> likeSupport(e),
                (e, s) -> new SqlExpr.Like(
                        s.translate(e.left()),
                        s.translate(e.right()),
                        String.valueOf(e.escapeChar()),
                        SqlExpr.LetterCase.SENSITIVE));
        builder.add(
                Substring.class,
                (e, o) -> Support.utf8If(TypeTests.isBinaryString(e.str()) && isInt(e.pos(), 1) && isInt(e.len(), 0)),
                (e, s) -> call(TEXT, "substring", s.translate(e.str()), s.translate(e.pos()), s.translate(e.len())));
        builder.add(
                StringTrim.class,
                (e, o) -> trimSupport(e.srcStr(), e.trimStr()),
                (e, s) -> trim("trim", e.srcStr(), s));
        builder.add(
                StringTrimLeft.class,
                (e, o) -> trimSupport(e.srcStr(), e.trimStr()),
                (e, s) -> trim("ltrim", e.srcStr(), s));
        builder.add(
                StringTrimRight.class,
                (e, o) -> trimSupport(e.srcStr(), e.trimStr()),
                (e, s) -> trim("rtrim", e.srcStr(), s));
        builder.add(
                StringReplace.class,
                (e, o) -> binaryStrings(e.children()),
                (e, s) -> new SqlExpr.Call("replace", s.translateAll(e.children()), TEXT));
        builder.add(
                StringInstr.class,
                (e, o) -> Support.utf8If(allBinaryStrings(e.children())),
                (e, s) -> callAs(PrimitiveType.INTEGER, "instr", s.translate(e.str()), s.translate(e.substr())));
        builder.add(
                StringRepeat.class,
                (e, o) -> Support.nativeIf(TypeTests.isBinaryString(e.str())),
                (e, s) -> call(
                        TEXT,
                        "repeat",
                        s.translate(e.str()),
                        ExpressionScope.cast(s.translate(e.times()), PrimitiveType.BIGINT)));
    }

    private static <E extends BinaryExpression> void predicate(
            ExpressionRegistry.Builder builder, Class<E> type, String function) {
        builder.add(
                type,
                (e, o) -> binaryStrings(e.children()),
                (e, s) -> call(PrimitiveType.BOOLEAN, function, s.translate(e.left()), s.translate(e.right())));
    }

    private static boolean allBinaryStrings(Seq<Expression> children) {
        return CollectionConverters.asJava(children).stream().allMatch(TypeTests::isBinaryString);
    }

    private static Support binaryStrings(Seq<Expression> children) {
        return Support.nativeIf(allBinaryStrings(children));
    }

    private static Support concatSupport(Concat e) {
        boolean texts = CollectionConverters.asJava(e.children()).stream()
                .allMatch(child -> child.dataType() instanceof StringType);
        boolean blobs = CollectionConverters.asJava(e.children()).stream()
                .allMatch(child -> child.dataType() instanceof BinaryType);
        return Support.nativeIf(!e.children().isEmpty() && (texts || blobs));
    }

    private static SqlExpr concat(List<SqlExpr> parts) {
        SqlExpr whole = parts.get(0);
        for (SqlExpr part : parts.subList(1, parts.size())) {
            whole = binary(BinaryOperator.CONCAT, whole, part, whole.type());
        }
        return whole;
    }

    private static Support guardedSupport(Expression child) {
        return Support.utf8If(TypeTests.isBinaryString(child) && Duplication.isCheap(child));
    }

    /** Only ASCII has the same letters in both engines. */
    private static SqlExpr ascii(String function, Expression whole, Expression child, ExpressionScope scope) {
        SqlExpr value = scope.translate(child);
        SqlExpr isAscii =
                equal(call(PrimitiveType.BIGINT, "strlen", value), call(PrimitiveType.BIGINT, "length", value));
        return choose(isAscii, call(TEXT, function, value), scope.bridge(whole));
    }

    /** A pattern that escapes anything but a wildcard or the escape character is an error in Spark. */
    private static Support likeSupport(Like e) {
        if (!allBinaryStrings(e.children())
                || !(e.right() instanceof Literal literal)
                || !(literal.value() instanceof UTF8String pattern)) {
            return Support.BRIDGED;
        }
        String text = pattern.toString();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == e.escapeChar()) {
                i++;
                boolean proper = i < text.length()
                        && (text.charAt(i) == '%' || text.charAt(i) == '_' || text.charAt(i) == e.escapeChar());
                if (!proper) {
                    return Support.BRIDGED;
                }
            }
        }
        return Support.utf8If(e.escapeChar() != '%' && e.escapeChar() != '_' && e.escapeChar() < 128);
    }

    private static boolean isInt(Expression e, int least) {
        return e instanceof Literal literal && literal.value() instanceof Integer number && number >= least;
    }

    private static Support trimSupport(Expression source, Option<Expression> characters) {
        return Support.utf8If(TypeTests.isBinaryString(source) && characters.isEmpty());
    }

    /** DuckDB alone would also trim other white space. */
    private static SqlExpr trim(String function, Expression source, ExpressionScope scope) {
        return call(TEXT, function, scope.translate(source), dev.kiln.sql.Literal.string(" "));
    }
}
