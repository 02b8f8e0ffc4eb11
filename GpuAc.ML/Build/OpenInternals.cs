using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// A build task: copies assemblies, and in the copies makes some types and all of their members public. Part of the build, not of the
/// library.
/// </summary>
/// <remarks>
/// Only flags change, in place: rows of the tables TypeDef, Field and MethodDef of ECMA-335, partition II.22. What precedes them has to be
/// measured to find them.
/// </remarks>
public class OpenInternals : Task
{
    private byte[] image;

    /// <summary>Assemblies to copy.</summary>
    public ITaskItem[] Assemblies { get; set; }

    /// <summary>Full names of types; of a nested type its own name.</summary>
    public ITaskItem[] Types { get; set; }

    /// <summary>Where the copies go.</summary>
    public string Folder { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        Directory.CreateDirectory(Folder);
        var wanted = new HashSet<string>();
        foreach (ITaskItem type in Types)
            wanted.Add(type.ItemSpec);
        var missing = new HashSet<string>(wanted);
        foreach (ITaskItem assembly in Assemblies)
        {
            image = File.ReadAllBytes(assembly.ItemSpec);
            Open(wanted, missing);
            File.WriteAllBytes(Path.Combine(Folder, Path.GetFileName(assembly.ItemSpec)), image);
        }

        foreach (string type in missing)
            Log.LogError("None of the assemblies has a type {0}.", type);
        return missing.Count == 0;
    }

    private void Open(HashSet<string> wanted, HashSet<string> missing)
    {
        int metadata = FindMetadata();
        int tables = 0, names = 0;
        int at = metadata + 16 + I32(metadata + 12) + 4;
        for (int streams = I16(at - 2); streams > 0; streams--)
        {
            string name = Text(at + 8);
            if (name == "#~")
                tables = metadata + I32(at);
            else if (name == "#Strings")
                names = metadata + I32(at);
            at += 8 + ((name.Length + 4) & ~3);
        }

        byte heaps = image[tables + 6];
        int text = (heaps & 1) != 0 ? 4 : 2, guid = (heaps & 2) != 0 ? 4 : 2, blob = (heaps & 4) != 0 ? 4 : 2;
        var rows = new int[64];
        at = tables + 24;
        for (int table = 0; table < 64; table++)
        {
            if ((BitConverter.ToUInt64(image, tables + 8) >> table & 1) == 0)
                continue;
            rows[table] = I32(at);
            at += 4;
        }

        // Module 0, TypeRef 1, TypeDef 2, Field 4, MethodDef 6, Param 8, ModuleRef 26, TypeSpec 27, AssemblyRef 35.
        int scope = Index(14, rows[0], rows[26], rows[35], rows[1]), parent = Index(14, rows[1], rows[2], rows[27]);
        int field = Index(16, rows[4]), method = Index(16, rows[6]), parameter = Index(16, rows[8]);
        int typeSize = 4 + (2 * text) + parent + field + method, fieldSize = 2 + text + blob, methodSize = 8 + text + blob + parameter;
        int types = at + (rows[0] * (2 + text + (3 * guid))) + (rows[1] * (scope + (2 * text)));
        int fields = types + (rows[2] * typeSize), methods = fields + (rows[4] * fieldSize);
        for (int i = 0; i < rows[2]; i++)
        {
            int row = types + (i * typeSize);
            string name = Text(names + Number(row + 4, text)), space = Text(names + Number(row + 4 + text, text));
            string full = space.Length > 0 ? space + "." + name : name;
            if (!wanted.Contains(full))
                continue;
            missing.Remove(full);
            image[row] = (byte)((image[row] & ~7) | ((image[row] & 7) < 2 ? 1 : 2));
            int members = row + 4 + (2 * text) + parent, next = members + typeSize;
            bool last = i == rows[2] - 1;
            for (int f = Number(members, field); f < (last ? rows[4] + 1 : Number(next, field)); f++)
                Publish(fields + ((f - 1) * fieldSize));
            for (int m = Number(members + field, method); m < (last ? rows[6] + 1 : Number(next + field, method)); m++)
                Publish(methods + ((m - 1) * methodSize) + 6);
        }
    }

    // Visible in the assembly, in some way, becomes public; private stays private.
    private void Publish(int flags)
    {
        if ((image[flags] & 7) is 2 or 3 or 5)
            image[flags] = (byte)((image[flags] & ~7) | 6);
    }

    private int FindMetadata()
    {
        int header = I32(60), optional = header + 24, sections = optional + I16(header + 20);
        int directories = optional + (I16(optional) == 0x20B ? 112 : 96);
        int Place(int address)
        {
            for (int section = sections; ; section += 40)
            {
                int start = I32(section + 12);
                if (address >= start && address < start + I32(section + 16))
                    return address - start + I32(section + 20);
            }
        }

        return Place(I32(Place(I32(directories + (14 * 8))) + 8));
    }

    private static int Index(int bits, params int[] rows)
    {
        foreach (int count in rows)
        {
            if (count >= 1 << bits)
                return 4;
        }

        return 2;
    }

    private int Number(int at, int size) => size == 4 ? I32(at) : I16(at);

    private int I16(int at) => BitConverter.ToUInt16(image, at);

    private int I32(int at) => BitConverter.ToInt32(image, at);

    private string Text(int at) => Encoding.UTF8.GetString(image, at, Array.IndexOf(image, (byte)0, at) - at);
}
