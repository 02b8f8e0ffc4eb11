using ILGPU.Frontend.Tree;

namespace ILGPU.Frontend.Translation;

/// <summary>Removes a temporary that only hands the result of a call to the next statement.</summary>
internal static class TemporaryMerger
{
    public static void Run(FunctionBody body, HashSet<Variable> temporaries)
    {
        var uses = new Dictionary<Variable, int>();
        foreach (var root in body.Roots())
            Count(root, uses);
        foreach (var block in body.Blocks)
        {
            for (var i = 0; i < block.Statements.Count; i++)
            {
                if (block.Statements[i] is not AssignStatement assign || !temporaries.Contains(assign.Variable)
                    || assign.Variable.IsAddressed)
                    continue;
                var used = uses.GetValueOrDefault(assign.Variable);
                var next = i + 1 < block.Statements.Count ? block.Statements[i + 1] : null;
                if (used == 0)
                    block.Statements[i] = new EvaluateStatement(assign.Value);
                else if (used == 1 && next is AssignStatement following && IsOnly(following.Value, assign.Variable))
                    Replace(block, i, following with { Value = Wrap(following.Value, assign.Value) });
                else if (used == 1 && next is StoreStatement store && IsOnly(store.Value, assign.Variable))
                    Replace(block, i, store with { Value = Wrap(store.Value, assign.Value) });
                else if (used == 1 && next is null && block.Exit is ReturnExit { Value: { } value } && IsOnly(value, assign.Variable))
                    (block.Exit, block.Statements[i]) =
                        (new ReturnExit(Wrap(value, assign.Value)), new EvaluateStatement(ConstantExpression.Of(0)));
                else
                    continue;
                if (block.Statements[i] is EvaluateStatement { Value.Effects: var effects } && !effects.HasFlag(Effects.Writes))
                    block.Statements.RemoveAt(i--);
            }
        }

        var left = new HashSet<Variable>(
            body.Blocks.SelectMany(block => block.Statements).OfType<AssignStatement>().Select(assign => assign.Variable));
        foreach (var root in body.Roots())
            Collect(root, left);
        body.Locals.RemoveAll(local => !left.Contains(local));
    }

    private static void Replace(CodeBlock block, int index, Statement merged)
    {
        block.Statements[index] = merged;
        block.Statements.RemoveAt(index + 1);
    }

    private static bool IsOnly(Expression value, Variable variable) =>
        (value is VariableExpression use && use.Variable == variable)
            || (value is ConvertExpression convert && IsOnly(convert.Children[0], variable));

    private static Expression Wrap(Expression outer, Expression inner) =>
        outer is ConvertExpression convert ? convert.With([Wrap(convert.Children[0], inner)], type => type) : inner;

    private static void Count(Expression expression, Dictionary<Variable, int> uses)
    {
        if (expression is VariableExpression use)
            uses[use.Variable] = uses.GetValueOrDefault(use.Variable) + 1;
        else if (expression is AddressExpression address)
            uses[address.Variable] = uses.GetValueOrDefault(address.Variable) + 2;
        foreach (var child in expression.Children)
            Count(child, uses);
    }

    private static void Collect(Expression expression, HashSet<Variable> variables)
    {
        if (expression is VariableExpression use)
            variables.Add(use.Variable);
        else if (expression is AddressExpression address)
            variables.Add(address.Variable);
        foreach (var child in expression.Children)
            Collect(child, variables);
    }
}
