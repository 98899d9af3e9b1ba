package net.intentus.privacy;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import net.intentus.config.RedactionRules;

/**
 * The rules that hold for one document or text, ready to be applied. Immutable.
 *
 * @param fields rules by the name of a field, in any letter case
 * @param pointers where a document begins
 * @param known the names of all rules there are, also of those that do not hold here
 */
record RuleSet(
    NavigableMap<String, String> fields,
    List<PointerTree> pointers,
    TextPatterns patterns,
    AssignmentMask assignments,
    Set<String> known) {

  /** The rules for every intent, and those of the given ones. */
  static RuleSet of(RedactionRules all, List<RedactionRules.Rule> further) {
    List<String> names = new ArrayList<>(all.fields());
    Set<String> pointers = new LinkedHashSet<>(all.pointers());
    Set<String> detectors = new LinkedHashSet<>(all.patterns());
    Map<String, Pattern> own = new LinkedHashMap<>();
    for (RedactionRules.Rule rule : further) {
      names.addAll(rule.fields());
      pointers.addAll(rule.pointers());
      detectors.addAll(rule.patterns());
      rule.regex().ifPresent(regex -> own.put(rule.id(), regex));
    }
    NavigableMap<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    names.forEach(name -> fields.putIfAbsent(name, "field:" + name));
    return new RuleSet(
        fields,
        PointerTree.of(pointers),
        new TextPatterns(detectors, own),
        new AssignmentMask(fields.keySet()),
        known(all));
  }

  private static Set<String> known(RedactionRules all) {
    Set<String> known = new HashSet<>();
    all.fields().forEach(name -> known.add("field:" + name));
    all.pointers().forEach(pointer -> known.add("pointer:" + pointer));
    RedactionRules.DETECTORS.forEach(name -> known.add("pattern:" + name));
    for (RedactionRules.Rule rule : all.rules()) {
      rule.fields().forEach(name -> known.add("field:" + name));
      rule.pointers().forEach(pointer -> known.add("pointer:" + pointer));
      known.add("pattern:" + rule.id());
    }
    return known;
  }
}
